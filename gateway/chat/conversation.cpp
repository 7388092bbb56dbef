#include "gateway/chat/conversation.hpp"

#include "connectors/chat_visitor.hpp"
#include "gateway/chat/channel_rules.hpp"

namespace switchroom::chat {
namespace {

using connectors::anonymous_prefix;
using connectors::InboundMessage;
using connectors::known_prefix;
using connectors::MessageKind;
using connectors::Visitor;

constexpr std::size_t reason_bytes_max = 120;

/// A reason must be UTF-8 for the peer: ASCII is.
Close close_with(CloseCode code, std::string reason) {
  for (char& c : reason) c = c >= ' ' && c <= '~' ? c : '?';
  reason.resize(std::min(reason.size(), reason_bytes_max));
  return {code, std::move(reason)};
}

}  // namespace

Conversation::Conversation(std::string name, const connectors::Credentials& settings, std::string fresh_id)
    : name_(std::move(name)), settings_(settings), fresh_id_(std::move(fresh_id)) {}

Step Conversation::heard(std::string_view text, Instant now) {
  Result<PageFrame> frame = read_frame(text, address_);
  if (!frame) return close_with(CloseCode::bad_frame, describe(frame.error()));
  if (const auto* hello = std::get_if<Hello>(&*frame)) return greet(*hello, now);
  return take(std::get<InboundMessage>(std::move(*frame)), now);
}

Step Conversation::greet(const Hello& hello, Instant now) {
  if (is_open()) return close_with(CloseCode::bad_frame, "a second hello");
  const Result<Visitor> known =
      connectors::read_visitor_token(hello.token, name_, settings_.values("visitor_secrets"), now);
  Visitor visitor{std::string{anonymous_prefix} + fresh_id_, ms_of(now) / 1000};
  if (hello.names_user) {
    const auto user = connectors::proven_user({hello.user_id, hello.user_hash, hello.user_jwt},
                                              settings_.values("identity_secrets"), now);
    if (!user) return close_with(CloseCode::identity, describe(user.error()));
    visitor.address = std::string{known_prefix} + *user;
    if (known && known->address.starts_with(anonymous_prefix)) former_ = known->address;
  } else if (enforces_identity(settings_)) {
    return close_with(CloseCode::identity, "only known users may write here");
  } else if (known && known->address.starts_with(anonymous_prefix)) {
    visitor.address = known->address;  // a user's token alone proves nothing: he may have logged out
  }
  address_ = visitor.address;
  return Begin{connectors::visitor_token(name_, visitor, settings_.value("visitor_secrets")), cursor_of(hello.last)};
}

Step Conversation::take(InboundMessage message, Instant now) {
  if (!is_open()) return close_with(CloseCode::bad_frame, "no hello before");
  message.at_ms = ms_of(now);  // ours, whatever the page says
  if (message.kind == MessageKind::status && !shown_.contains(message.ref)) return Ignore{};
  message.from_alias = former_;
  const bool wants_answer = message.kind == MessageKind::text;
  return Store{std::move(message), wants_answer};
}

bool Conversation::may_see(const InboundMessage& message) const {
  if (message.kind != MessageKind::echo && !connectors::opens_ticket(message.kind)) return false;
  if (message.conversation == address_) return true;
  return address_.starts_with(known_prefix) && message.conversation.starts_with(anonymous_prefix);
}

std::string Conversation::show(const Cursor& place, Instant at, const InboundMessage& message, std::string_view name) {
  if (message.kind == MessageKind::echo && shown_.insert(message.ref).second) {
    shown_order_.push_back(message.ref);
    if (shown_order_.size() > shown_max) {
      shown_.erase(shown_order_.front());
      shown_order_.pop_front();
    }
  }
  return message_frame(place, ms_of(at), message, name);
}

}  // namespace switchroom::chat
