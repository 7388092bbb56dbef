#pragma once
// What an answer by mail carries in Reply-To and Message-ID, so that the next mail finds its ticket:
// `t7-123-k3jf…`, the ticket and 100 bits that only the owner of the shard's key can make. Pure: any thread.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "config/vocabulary/ids.hpp"

namespace switchroom::shard {

/// A shard's key for what nobody else shall make.
using ShardKey = std::array<std::uint64_t, 2>;

/// Letters, digits and `-`, all small: addresses lose their capitals on the way. At most 53 characters.
std::string thread_token(const ShardKey& key, std::uint32_t shard, WorkspaceId workspace, TicketId ticket);

/// The ticket whose token stands in `text`; empty for every other text.
TicketId ticket_of_token(const ShardKey& key, std::uint32_t shard, WorkspaceId workspace, std::string_view text);

/// The token in a Message-ID of ours, `<reply>.<token>@<domain>`; of any other id whatever stands there.
std::string_view token_in_id(std::string_view message_id);

}  // namespace switchroom::shard
