#pragma once
// What became of messages after they were written: edited, deleted, delivered, read. Pure; any thread.

#include <string_view>
#include <vector>

#include "router/shard/views.hpp"

namespace switchroom::shard {

/// Whether it changes or tells of one other message, which has to be there first. Of several people in a conversation
/// the message may be in another's history: only what its author does to it has to wait.
bool changes_another(const connectors::InboundMessage& message);

/// The reply of ours that a receipt names by our own name for it, where the provider hands that back; empty: none. It
/// counts where the provider's id, `ref`, never reached us.
std::string_view reply_named_by(const connectors::InboundMessage& message);

/// Whether others can refer to a message of this kind.
bool has_name(connectors::MessageKind kind);

/// Applies the edits, deletions and receipts among `messages` to those that they refer to, in whatever order they came:
/// of several edits the one that the provider dates latest counts, nothing brings back what was deleted, and a delivery
/// status only moves forward. They themselves stay where they are. A reply whose outcome was unknown is known to be
/// sent once a receipt or the provider's own copy names it; that copy leaves.
void settle_states(std::vector<MessageView>& messages);

}  // namespace switchroom::shard
