#pragma once
// What became of messages after they were written: edited, deleted, delivered, read. Pure; any thread.

#include <vector>

#include "router/shard/views.hpp"

namespace switchroom::shard {

/// Applies the edits, deletions and receipts among `messages` to those that they refer to, in whatever order they came:
/// of several edits the one that the provider dates latest counts, nothing brings back what was deleted, and a delivery
/// status only moves forward. They themselves stay where they are.
void settle_states(std::vector<MessageView>& messages);

}  // namespace switchroom::shard
