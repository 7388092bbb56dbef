#pragma once
// What is stored of a customer: a few numbers, his addresses, and the fingerprints of his newest messages. Pure; any thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/instant.hpp"

namespace switchroom::storage {

/// Messages whose fingerprints stay in the record. More than these within `duplicate_window`: the history is read as well.
inline constexpr std::size_t recent_fingerprints = 32;

/// How long a repeated delivery is recognised at least: a provider repeats for up to 7 days (WhatsApp).
inline constexpr Milliseconds duplicate_window{8LL * 24 * 3600 * 1000};

struct CustomerRecord {
  WorkspaceId workspace;
  TicketId last_ticket;                     ///< whether it is still open is in `open`; empty: none yet
  std::vector<std::string> identities;      ///< `<kind>:<address>`
  std::vector<std::uint64_t> fingerprints;  ///< newest last, at most `recent_fingerprints`
  Instant last_dropped{};                   ///< when one had to leave the record for a newer one; zero: never
};

/// Version byte first.
std::string encode(const CustomerRecord& record);
Result<CustomerRecord> decode_customer(std::string_view bytes);

}  // namespace switchroom::storage
