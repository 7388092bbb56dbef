#pragma once
// What an update of Telegram's Bot API tells: messages, edits, buttons, reactions, deletions. Sources: "Update",
// "Message", Telegram Bot API 10.3. Pure: any thread.

#include "connectors/batch.hpp"
#include "connectors/connector.hpp"

namespace switchroom::connectors {

/// Takes what the update holds into `batch`; nothing if nobody wrote to us. An unknown kind is an error of the
/// document.
void read_telegram_update(const JsonReader& root, const Credentials& credentials, Batch& batch);

}  // namespace switchroom::connectors
