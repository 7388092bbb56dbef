#pragma once
// What a Telegram message says, and who wrote it. Source: "Message", Telegram Bot API 10.3. Any thread.

#include "connectors/inbound_message.hpp"
#include "connectors/json_reader.hpp"

namespace switchroom::connectors {

/// Kind, text, payload, media and location of a `Message`. A service message becomes `system` with its key as payload;
/// one with nothing that we know becomes `unsupported`. Errors stay with the reader's document.
void read_telegram_content(const JsonReader& item, InboundMessage& message);

/// Who wrote, from a `User`: id, first and last name, language.
void read_telegram_person(const JsonReader& person, InboundMessage& message);

}  // namespace switchroom::connectors
