#pragma once
// What Slack's Events API tells: messages, edits, deletions, reactions and notices. Sources: "The Events API", "message
// event" with its subtypes, Slack. Pure: any thread.

#include <string>
#include <string_view>

#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/json_reader.hpp"

namespace switchroom::connectors {

/// Takes what an `event_callback` holds into `batch`; nothing if only a link was unfurled.
void read_slack_event(const JsonReader& callback, const Credentials& credentials, Batch& batch);

/// A time as Slack writes it, `1763999998.000200`, in ms. Records an error at `ts` if it is none.
std::int64_t ms_of_slack_time(const JsonReader& ts);

/// `<channel>:<ts>`: our id of a message.
std::string slack_id(std::string_view channel, std::string_view ts);

}  // namespace switchroom::connectors
