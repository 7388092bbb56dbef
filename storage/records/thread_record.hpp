#pragma once
// The mails of a ticket: by what the next one is known to belong to it, and what an answer names. Kept while the ticket
// is open or may come back. Pure; any thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/instant.hpp"

namespace switchroom::storage {

/// A subject by which its sender wrote to the ticket.
struct ThreadSubject {
  std::uint64_t digest = 0;  ///< of workspace, sender and the subject without `Re:`
  Instant at{};              ///< when he last did
  friend bool operator==(const ThreadSubject&, const ThreadSubject&) = default;
};

struct ThreadRecord {
  std::vector<std::uint64_t> ids;       ///< digests of workspace and Message-ID, oldest first; each in one ticket
  std::vector<ThreadSubject> subjects;  ///< oldest first; each in one ticket
  std::string subject;                  ///< of the newest mail, as all below
  std::string message_id;
  std::vector<std::string> references;  ///< oldest first, without its own id
  bool blind = false;                   ///< To and Cc name no address of ours
  Instant kept_until{};                 ///< of a closed ticket; epoch: it is open
  std::vector<std::string> copies{};    ///< whom the customer's newest mail has in copy, without addresses of ours
  friend bool operator==(const ThreadRecord&, const ThreadRecord&) = default;
};

/// Version byte first.
std::string encode(const ThreadRecord& record);
/// The reverse. Error `internal` for bytes that `encode` never made.
Result<ThreadRecord> decode_thread(std::string_view bytes);

}  // namespace switchroom::storage
