#pragma once
// Tokens in Redis, for the command that makes and revokes them. Blocks the calling thread, a few seconds at most.

#include <string>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "gateway/api/tokens.hpp"
#include "storage/redis/settings.hpp"

namespace switchroom::cli {

/// A record with the SHA-256 of its token (64 hex digits); the first 12 digits name it.
struct StoredToken {
  std::string sha256;
  api::TokenRecord record;
};

class TokenStore {
 public:
  explicit TokenStore(redis::Settings settings) : settings_(std::move(settings)) {}

  /// Each function's errors are Redis's: `storage_unavailable`, `storage_not_durable`, `outcome_unknown`.
  Result<void> add(const StoredToken& token);
  /// All tokens, the oldest first. What is no record is left out.
  Result<std::vector<StoredToken>> list();
  /// Whether there was such a token.
  Result<bool> remove(const std::string& sha256);

 private:
  redis::Settings settings_;
};

}  // namespace switchroom::cli
