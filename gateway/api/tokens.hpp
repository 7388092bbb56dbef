#pragma once
// Bearer tokens: 256 random bits, shown once, stored only as their SHA-256 (so a stolen backup opens nothing; with that
// much randomness a slow hash adds nothing). Pure: randomness and time are arguments. Any thread.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/words.hpp"

namespace switchroom::api {

/// The Redis hash that maps SHA-256 (hex) to a record's JSON.
inline constexpr std::string_view tokens_key = "switchroom:tokens";

/// Whom a token speaks for.
struct TokenRecord {
  std::string workspace;
  Role role = Role::agent;
  std::string agent;  ///< the agent's id; empty for a token that is no agent's
  std::string label;  ///< who or what uses it, for the log
  std::int64_t created_ms = 0;
  friend bool operator==(const TokenRecord&, const TokenRecord&) = default;
};

/// `sw_` and 43 base64url characters.
std::string make_token(const std::array<unsigned char, 32>& random);

/// Whether a text has a token's form. Says nothing about whether it was ever given out.
bool looks_like_token(std::string_view text);

/// SHA-256 as 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

/// A record as JSON and back. Error `internal` for text that is no record.
std::string to_json(const TokenRecord& record);
Result<TokenRecord> token_record_of(std::string_view json);

/// The token in an Authorization header's value (`Bearer sw_…`, the scheme in any case). Errors `unauthenticated`:
/// header missing, another scheme, not a token's form. The error never holds the value.
Result<std::string_view> bearer_token(std::optional<std::string_view> authorization);

}  // namespace switchroom::api
