#pragma once
// The laws of a workspace: what must hold before a configuration may take effect (errors), and what is allowed but
// hardly meant (warnings). Pure: any thread.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/workspace/workspace.hpp"

namespace switchroom::workspace {

enum class Severity : std::uint8_t { error, warning };

struct Finding {
  Severity severity = Severity::error;
  Place place;           ///< of the thing that holds the value
  std::string path;      ///< of the value itself: `agents[3].skills.refnd`, as the document has it
  bool of_key = false;   ///< the last key of `path` is what is wrong, not its value
  std::string found;     ///< never a secret
  std::string expected;  ///< what would be right, with the nearest known name where there is one
};

/// A setting that a channel kind understands.
struct ChannelSettingRule {
  std::string name;
  bool required = false;
  bool secret = false;  ///< only as a reference
};

/// A channel kind of this build, told by whoever knows the connectors.
struct ChannelKindRules {
  std::string kind;
  std::vector<ChannelSettingRule> settings;
};

inline constexpr std::size_t findings_max = 100;  ///< as many are told at once

/// Everything that is wrong with `workspace`; warnings only if there is no error. At most `findings_max`, in the order
/// of the structs. Empty `kinds`: channel kinds and settings are not checked.
std::vector<Finding> validate(const Workspace& workspace, std::span<const ChannelKindRules> kinds);

/// `[a-z0-9][a-z0-9._:-]{0,62}`: what an id may look like.
bool is_id(std::string_view text);

/// `env:NAME` or `file:PATH`, both not empty.
bool is_secret_reference(std::string_view text);

}  // namespace switchroom::workspace
