#pragma once
// What is stored beside the documents of a workspace: who put a version in force, and a document that waits. Pure; any
// thread.

#include <cstdint>
#include <string>
#include <string_view>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/instant.hpp"
#include "config/vocabulary/words.hpp"

namespace switchroom::storage {

/// Who changed the configuration, when and what for.
struct VersionNote {
  Instant at{};
  std::string actor;  ///< agent id, or the token's label
  Role role = Role::admin;
  std::string note;  ///< in the person's words; may be empty
};

std::string encode(const VersionNote& note);
/// Error `internal` for bytes that `encode` never made.
Result<VersionNote> decode_note(std::string_view bytes);

/// A document that is not in force.
struct DraftRecord {
  VersionNote by;
  std::uint64_t follows = 0;  ///< version that was in force when it was stored
  std::string document;       ///< YAML
};

std::string encode(const DraftRecord& record);
/// Error as above.
Result<DraftRecord> decode_draft(std::string_view bytes);

}  // namespace switchroom::storage
