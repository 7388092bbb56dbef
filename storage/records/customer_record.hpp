#pragma once
// What is stored of a customer: a few numbers, his addresses, and the fingerprints of his newest messages. Pure; any
// thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/instant.hpp"

namespace switchroom::storage {

/// Messages whose fingerprints stay in the record. More than these within `duplicate_window`: the history is read as
/// well.
inline constexpr std::size_t recent_fingerprints = 32;

/// How long a repeated delivery is recognised at least: a provider repeats for up to 7 days (WhatsApp).
inline constexpr Milliseconds duplicate_window{8LL * 24 * 3600 * 1000};

/// What other systems know of a customer; rules may ask for it.
struct CustomerFacts {
  std::string level;                                            ///< one of the workspace's; empty: none
  std::string language;                                         ///< BCP 47 in small letters; empty: it is detected
  std::vector<std::string> tags;                                ///< ascending, each once
  std::vector<std::pair<std::string, std::string>> attributes;  ///< by name, each once
  friend bool operator==(const CustomerFacts&, const CustomerFacts&) = default;
};

struct CustomerRecord {
  WorkspaceId workspace;
  TicketId last_ticket;                     ///< whether it is still open is in `open`; empty: none yet
  std::vector<std::string> identities;      ///< `<kind>:<address>`
  std::vector<std::uint64_t> fingerprints;  ///< newest last, at most `recent_fingerprints`
  Instant last_dropped{};                   ///< when one had to leave the record for a newer one; zero: never
  CustomerFacts facts;
  Instant last_automatic{};  ///< when a mail that no person wrote went to him; zero: never
};

std::string encode(const CustomerFacts& facts);
Result<CustomerFacts> decode_facts(std::string_view bytes);

/// Version byte first; version 1, of before there were facts, and 2, without `last_automatic`, load too.
std::string encode(const CustomerRecord& record);
Result<CustomerRecord> decode_customer(std::string_view bytes);

}  // namespace switchroom::storage
