#pragma once
// Actions and outcomes as bytes: actions travel in inbox frames, outcomes are kept for retries. Pure; any thread.

#include <cstdint>
#include <string>
#include <string_view>

#include "router/shard/action.hpp"

namespace switchroom::shard {

std::string encode(const Action& action);
Result<Action> decode_action(std::string_view bytes);
/// Whether these are the bytes of an apply_configuration; does not look beyond the kind.
bool puts_configuration(std::string_view bytes);

/// An outcome with a digest of the action that it belongs to: another action under the same key is a mistake.
struct StoredOutcome {
  std::uint64_t action_digest = 0;
  Outcome outcome;
};

std::string encode(const StoredOutcome& stored);
Result<StoredOutcome> decode_outcome(std::string_view bytes);

/// A digest of what the action asks for (everything but its key).
std::uint64_t digest_of(const Action& action);

}  // namespace switchroom::shard
