#pragma once
// The JSON of a web chat's WebSocket, one object a frame (docs/channels/webchat.md). Pure: any thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "config/vocabulary/error.hpp"
#include "connectors/inbound_message.hpp"

namespace switchroom::chat {

/// The first frame of a page.
struct Hello {
  std::string token;  ///< given out before; empty: none
  std::string last;   ///< the place of the last message it has; empty: none
  std::string user_id, user_hash, user_jwt;
  bool names_user = false;  ///< the site says who this is: it must be proved
};

using PageFrame = std::variant<Hello, connectors::InboundMessage>;

/// Reads a frame of the visitor at `address`. Error `undecodable_message`: what is wrong, at its place.
Result<PageFrame> read_frame(std::string_view text, std::string_view address);

/// Where a line stands in a customer's history.
struct Cursor {
  std::uint64_t customer = 0;
  std::uint64_t line = 0;  ///< from 1; 0: before the first one
  friend bool operator==(const Cursor&, const Cursor&) = default;
};

/// `<customer>-<line>` and back; 0-0 for any other text.
std::string to_text(const Cursor& cursor);
Cursor cursor_of(std::string_view text);

std::string welcome_frame(std::string_view token, bool is_staffed);
std::string presence_frame(bool is_staffed);
/// An agent writes.
std::string typing_frame();
/// A message is stored: the page need not send it again.
std::string ack_frame(std::string_view id);
/// A message could not be stored: to be sent again after a moment.
std::string nack_frame(std::string_view id);
/// A line of the conversation: what the visitor wrote, or an answer (`echo`) by somebody whom the visitor is told as
/// `name`; empty: by nobody in particular.
std::string message_frame(const Cursor& place, std::int64_t at_ms, const connectors::InboundMessage& message,
                          std::string_view name);

}  // namespace switchroom::chat
