#pragma once
// How tickets and customers are named outside: `t7-123` is ticket 123 of shard 7, `c7-45` customer 45. Pure; any
// thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "config/vocabulary/ids.hpp"

namespace switchroom::storage {

/// A ticket or customer with its shard. `Number` is TicketId or CustomerId.
template <class Number>
struct External {
  std::uint32_t shard = 0;
  Number id;
  friend bool operator==(const External&, const External&) = default;
};

/// Appends `t<shard>-<number>`.
void append_external(std::uint32_t shard, TicketId id, std::string& text);
/// Appends `c<shard>-<number>`.
void append_external(std::uint32_t shard, CustomerId id, std::string& text);

/// `t<shard>-<number>`.
std::string external_id(std::uint32_t shard, TicketId id);
/// `c<shard>-<number>`.
std::string external_id(std::uint32_t shard, CustomerId id);

/// The reverse; empty for everything that external_id never writes (other letters, leading zeros, number 0, overflow).
std::optional<External<TicketId>> parse_ticket_id(std::string_view text);
std::optional<External<CustomerId>> parse_customer_id(std::string_view text);

}  // namespace switchroom::storage
