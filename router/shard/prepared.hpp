#pragma once
// A workspace document made ready to take effect in one step: read, compiled, compared with what it replaces. Takes up
// to a second for a big one, so it is done beside the shard. Pure; any thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "router/shard/workspaces.hpp"

namespace switchroom::shard {

/// Somebody asks for a document to be put in force.
struct Wish {
  std::string workspace;
  std::string document;                     ///< YAML
  std::optional<std::uint64_t> expected{};  ///< the version that must be in force then; empty: any
  /// Whether it can be granted when that version is in force.
  bool can_follow(std::uint64_t version) const { return expected.value_or(version) == version; }
  friend bool operator==(const Wish&, const Wish&) = default;
};

/// The configuration that a document follows. Of a workspace that is not there yet: version 0 and nothing.
struct Basis {
  std::uint64_t version = 0;
  std::shared_ptr<const workspace::Workspace> configuration{};
  std::shared_ptr<const workspace::Numbering> numbering{};
};

/// What is in force; `workspace` may be null.
Basis basis_of(const WorkspaceState* workspace);

struct Prepared {
  Wish wish;
  std::uint64_t follows = 0;  ///< version that it was made to replace
  Result<Compiled> compiled;  ///< its roster is that of the next version; an error: what the wish is refused with
  std::string words;          ///< what changes
};

/// Makes a wish ready. Throws what the compilers throw at a document that `validate` would refuse.
Prepared prepare(Wish wish, const Basis& basis, const ParseDocument& parse);

}  // namespace switchroom::shard
