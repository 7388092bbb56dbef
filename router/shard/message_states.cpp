#include "router/shard/message_states.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace switchroom::shard {
namespace {

using connectors::DeliveryStatus;
using connectors::MessageKind;

bool is_change(MessageKind kind) {
  return kind == MessageKind::edit || kind == MessageKind::deletion || kind == MessageKind::status;
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
    const auto found = by_name_.find({change.channel, change.message.ref});
    return found == by_name_.end() || change.message.ref.empty() ? nullptr : found->second;
  }

  /// Calls `visit` with each message of ours that a receipt without a reference speaks of.
  template <class Visit>
  void sent_until(const MessageView& receipt, Visit visit) const {
    for (MessageView& view : messages_)
      if (view.message.kind == MessageKind::echo && view.channel == receipt.channel &&
          view.message.conversation == receipt.message.conversation && view.message.at_ms <= receipt.message.at_ms)
        visit(view);
  }

 private:
  std::vector<MessageView>& messages_;
  std::map<std::pair<std::string_view, std::string_view>, MessageView*> by_name_;
};

void deliver(MessageView& sent, const MessageView& receipt) {
  if (receipt.message.status <= sent.delivery) return;
  sent.delivery = receipt.message.status;
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

}  // namespace

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
  const Named named{messages};
  for (const MessageView& view : messages)
    if (is_change(view.message.kind)) apply(view, named);
  for (MessageView& view : messages)
    if (view.deleted) view.message.text.clear(), view.message.media.clear();
}

}  // namespace switchroom::shard
