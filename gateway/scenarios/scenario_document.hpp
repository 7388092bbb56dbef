#pragma once
// Scenario files: YAML to values, with line and column of what is wrong. The format: docs/scenarios.md. One thread.

#include <expected>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/documents/fields.hpp"
#include "config/vocabulary/error.hpp"
#include "router/scenario/scenario.hpp"

namespace switchroom::scenarios {

/// The keys of a scenario, but for those of workspaces inside of it.
std::span<const documents::KeyRow> scenario_keys();

/// Reads a file that a scenario names; a path from the scenario's own folder comes with that folder before it.
using ReadFile = std::function<Result<std::string>(const std::string& path)>;

/// The scenario that `text` describes. `file` names it in errors and says in which folder it lies. Its workspaces are
/// checked by the laws of workspaces, but for channel kinds and settings: a scenario talks to no provider. Errors
/// (`invalid_document`, at least one): each at `file:line:column`.
std::expected<scenario::Scenario, std::vector<Error>> decode_scenario(std::string_view text, const std::string& file,
                                                                      const ReadFile& read_file);

}  // namespace switchroom::scenarios
