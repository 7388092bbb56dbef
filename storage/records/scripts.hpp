#pragma once
// The Lua scripts that write to a shard; their text is in append.lua, claim.lua, commit.lua, own_append.lua and
// take.lua. Constant: any thread.

#include <vector>

#include "storage/redis/script.hpp"

namespace switchroom::storage {

struct Scripts {
  redis::Script append;
  redis::Script commit;
  redis::Script claim;
  redis::Script own_append;
  redis::Script take;

  /// For a connection that has to load them all.
  std::vector<const redis::Script*> all() const { return {&append, &commit, &claim, &own_append, &take}; }
};

/// The scripts; made at the first call, kept for ever.
const Scripts& scripts();

}  // namespace switchroom::storage
