#pragma once
// Slack's times, which are also its messages' ids inside a channel. Pure: any thread.

#include <cstdint>
#include <string>
#include <string_view>

#include "connectors/json_reader.hpp"

namespace switchroom::connectors {

/// A time as Slack writes it, `1763999998.000200`, in ms. Records an error at `ts` if it is none.
std::int64_t ms_of_slack_time(const JsonReader& ts);

/// `<channel>:<ts>`: our id of a message.
std::string slack_id(std::string_view channel, std::string_view ts);

}  // namespace switchroom::connectors
