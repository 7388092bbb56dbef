#pragma once
// What an event of a Zalo Official Account tells. Source: "Webhook events", Zalo for Developers. Pure: any thread.

#include <string_view>

#include "connectors/batch.hpp"

namespace switchroom::connectors {

/// Takes the event with that name into `batch`; nothing if there is nothing to tell anyone.
void read_zalo_event(const JsonReader& event, std::string_view name, Batch& batch);

}  // namespace switchroom::connectors
