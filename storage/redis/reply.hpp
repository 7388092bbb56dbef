#pragma once
// What Redis answers (RESP2). Plain values: any thread.

#include <cstdint>
#include <string>
#include <vector>

#include "config/vocabulary/error.hpp"

namespace switchroom::redis {

/// One reply. Which member counts is said by `type`.
struct Reply {
  enum class Type : std::uint8_t { nil, text, integer, array, status, error };

  Type type = Type::nil;
  std::string text = {};  ///< text, status, error: the bytes as sent
  std::int64_t integer = 0;
  std::vector<Reply> elements = {};  ///< array

  bool is_nil() const { return type == Type::nil; }
  bool is_error() const { return type == Type::error; }
  friend bool operator==(const Reply&, const Reply&) = default;
};

/// The reply itself, or what an error reply means for the caller. Words of a Redis that refuses work for now (OOM,
/// MISCONF, READONLY, NOREPLICAS, BUSY, LOADING, TRYAGAIN …) are `storage_unavailable`: nothing was written, a retry is
/// safe. Any other error is a fault of ours: `internal`. `found` holds Redis's words.
Result<Reply> checked(Reply reply);

/// True for an error after which the connection has to be made anew: its scripts are gone (NOSCRIPT), the server was
/// demoted (READONLY) or wants a password (NOAUTH). Nothing was executed.
bool asks_for_reconnect(const Reply& reply);

}  // namespace switchroom::redis
