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

}  // namespace switchroom::connectors
