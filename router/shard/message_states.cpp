#include "router/shard/message_states.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "connectors/reply_id.hpp"

namespace switchroom::shard {
namespace {

using connectors::DeliveryStatus;
using connectors::MessageKind;

constexpr std::string_view outcome_unknown = "outcome unknown: ";

bool is_change(MessageKind kind) {
  return kind == MessageKind::edit || kind == MessageKind::deletion || kind == MessageKind::status;
}

/// A reply of which nobody knows whether it reached the provider.
bool is_unknown(const MessageView& view) {
  return view.message.kind == MessageKind::echo && view.message.error.starts_with(outcome_unknown);
}

/// Messages by what others call them: the provider's id, and ours of a reply.
class Named {
 public:
  explicit Named(std::vector<MessageView>& messages) : messages_(messages) {
    for (MessageView& view : messages) {
      if (is_change(view.message.kind)) continue;
      by_name_.try_emplace({view.channel, view.message.provider_id}, &view);
      if (view.message.kind == MessageKind::echo) by_name_.try_emplace({view.channel, view.message.ref}, &view);
    }
  }

  MessageView* find(const MessageView& change) const {
    for (const std::string_view name : {std::string_view{change.message.ref}, reply_named_by(change.message)}) {
      const auto found = by_name_.find({change.channel, name});
      if (found != by_name_.end() && !name.empty()) return found->second;
    }
    return nullptr;
  }

  /// Calls `visit` with each message of ours that a receipt without a reference speaks of.
  template <class Visit>
  void sent_until(const MessageView& receipt, Visit visit) const {
    for (MessageView& view : messages_)
      if (view.message.kind == MessageKind::echo && view.channel == receipt.channel &&
          view.message.conversation == receipt.message.conversation && view.message.at_ms <= receipt.message.at_ms &&
          !is_unknown(view))
        visit(view);
  }

 private:
  std::vector<MessageView>& messages_;
  std::map<std::pair<std::string_view, std::string_view>, MessageView*> by_name_;
};

void deliver(MessageView& sent, const MessageView& receipt) {
  if (receipt.message.status <= sent.delivery) return;
  sent.delivery = receipt.message.status;
  if (is_unknown(sent)) sent.message.error.clear();
  if (!receipt.message.error.empty()) sent.message.error = receipt.message.error;
}

void apply(const MessageView& change, const Named& named) {
  MessageView* target = named.find(change);
  switch (change.message.kind) {
    case MessageKind::status:
      if (target != nullptr) deliver(*target, change);
      if (change.message.ref.empty()) named.sent_until(change, [&](MessageView& sent) { deliver(sent, change); });
      return;
    case MessageKind::edit:
      if (target == nullptr || change.message.at_ms < target->edited_ms) return;
      target->edited_ms = std::max<std::int64_t>(change.message.at_ms, 1);
      target->message.text = change.message.text;
      return;
    default:
      if (target != nullptr) target->deleted = true;
  }
}

/// The provider's copy of a reply tells that it was sent, and its id there.
void join_copies(std::vector<MessageView>& messages) {
  for (MessageView& unknown : messages) {
    if (!is_unknown(unknown) || unknown.message.ref.empty()) continue;
    const auto copy = std::ranges::find_if(messages, [&](const MessageView& other) {
      return &other != &unknown && other.message.kind == MessageKind::echo && other.channel == unknown.channel &&
             other.message.ref == unknown.message.ref && !is_unknown(other);
    });
    if (copy == messages.end()) continue;
    unknown.message.error.clear();
    unknown.message.provider_id = copy->message.provider_id;
    unknown.delivery = DeliveryStatus::sent;
    copy->message.ref.clear();
    copy->message.provider_id.clear();
  }
  std::erase_if(messages, [](const MessageView& view) {
    return view.message.kind == MessageKind::echo && view.message.provider_id.empty() && view.message.ref.empty();
  });
}

}  // namespace

std::string_view reply_named_by(const connectors::InboundMessage& message) {
  return message.kind == MessageKind::status ? connectors::reply_id_in(message.payload) : std::string_view{};
}

bool changes_another(const connectors::InboundMessage& message) {
  if (message.ref.empty()) return false;
  switch (message.kind) {
    case MessageKind::edit:
    case MessageKind::deletion:
      return true;
    case MessageKind::reaction:
    case MessageKind::status:
      return message.conversation.empty() || message.conversation == message.from;
    default:
      return false;
  }
}

bool has_name(MessageKind kind) { return !is_change(kind); }

void settle_states(std::vector<MessageView>& messages) {
  join_copies(messages);
  const Named named{messages};
  for (const MessageView& view : messages)
    if (is_change(view.message.kind)) apply(view, named);
  for (MessageView& view : messages)
    if (view.deleted) view.message.text.clear(), view.message.media.clear();
}

}  // namespace switchroom::shard
