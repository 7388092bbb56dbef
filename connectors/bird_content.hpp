#pragma once
// What a message of Bird or of MessageBird's Conversations says. Sources: "Receiving messages", docs.bird.com;
// "Conversations API", MessageBird. Any thread.

#include <string_view>

#include "connectors/inbound_message.hpp"
#include "connectors/json_reader.hpp"
#include "connectors/opt_out.hpp"

namespace switchroom::connectors {

/// Kind, text, media and location of `{"type":"image","image":{"images":[{"mediaUrl":…}],"text":…}}`. An unknown type
/// becomes `unsupported`. Errors stay with the reader's document.
void read_bird_body(const JsonReader& body, InboundMessage& message);

/// The same of Conversations: `type` and `{"text":…}`, `{"image":{"url":…,"caption":…}}`.
void read_conversation_content(std::string_view type, const JsonReader& content, InboundMessage& message);

}  // namespace switchroom::connectors
