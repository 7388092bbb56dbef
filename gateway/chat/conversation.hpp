#pragma once
// The protocol of one WebSocket of a web chat: frames in, what to do out. Pure: no I/O, no clock, no randomness of its
// own; one thread.

#include <boost/unordered/unordered_flat_set.hpp>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <variant>

#include "config/vocabulary/instant.hpp"
#include "connectors/connector.hpp"
#include "gateway/chat/frames.hpp"

namespace switchroom::chat {

/// Why a socket is closed, beside the codes of RFC 6455.
enum class CloseCode : std::uint16_t {
  bad_frame = 1008,  ///< it breaks the protocol
  restart = 1012,    ///< the server stops: connect again
  identity = 4401,   ///< no proof of who the user is
  slow = 4408,       ///< does not take what it is sent, or says no hello
  rate = 4429,       ///< too many messages
};

/// The visitor is known: greet him, then show his conversation behind `last`.
struct Begin {
  std::string token;  ///< his from now on
  Cursor last;
};
/// Put `message` into the inbox and acknowledge it, unless it is a receipt or a sign of typing.
struct Store {
  connectors::InboundMessage message;
  bool wants_answer = false;
};
struct Close {
  CloseCode code = CloseCode::bad_frame;
  std::string reason;  ///< at most 120 bytes
};
/// A frame that changes nothing.
struct Ignore {};
using Step = std::variant<Ignore, Begin, Store, Close>;

class Conversation {
 public:
  /// `name` is `<workspace>/<channel>`; `settings` outlives the conversation. `fresh_id`: 32 random hex digits, for a
  /// visitor that is new.
  Conversation(std::string name, const connectors::Credentials& settings, std::string fresh_id);

  /// What a frame asks for.
  Step heard(std::string_view text, Instant now);

  /// Begun by a Hello.
  bool is_open() const { return !address_.empty(); }
  /// `v:…` or `u:…`; empty before the Hello.
  const std::string& address() const { return address_; }
  /// The anonymous visitor who has just logged in: his conversation becomes the user's. Empty: nobody.
  const std::string& former() const { return former_; }
  /// He is somebody else's already: not to be adopted.
  void forget_former() { former_.clear(); }

  /// Whether a line of the customer's history is this visitor's to see. An anonymous one sees his own alone, as his
  /// token lies in a browser; a user sees also what he wrote before he logged in.
  bool may_see(const connectors::InboundMessage& message) const;
  /// The frame for a line; receipts for it count from now on. `name`: whom the visitor is told as the one who answered.
  std::string show(const Cursor& place, Instant at, const connectors::InboundMessage& message, std::string_view name);

 private:
  static constexpr std::size_t shown_max = 512;

  Step greet(const Hello& hello, Instant now);
  Step take(connectors::InboundMessage message, Instant now);

  std::string name_;
  const connectors::Credentials& settings_;
  std::string fresh_id_;
  std::string address_, former_;
  std::deque<std::string> shown_order_;  // answers that were shown: only these can be read
  boost::unordered_flat_set<std::string> shown_;
};

}  // namespace switchroom::chat
