#pragma once
// What Messenger and Instagram share: the events under `entry[].messaging[]`. Sources: "Webhook Events Reference",
// "Webhooks for Instagram Messaging", Meta for Developers (2026). Pure: any thread.

#include <string_view>

#include "connectors/connector.hpp"

namespace switchroom::connectors {

/// All events of a delivery whose `object` is that word, also if the documentation's array is wrapped around it.
/// Entries of another account than `wanted` (empty: any) are undecodable. What arrives on `standby[]` belongs to
/// another app: it becomes `system` with the payload `standby`. A receipt up to a time has no `ref`, and that time as
/// `at_ms`.
Result<Delivery> read_meta_messaging(const Request& request, std::string_view object, std::string_view wanted);

}  // namespace switchroom::connectors
