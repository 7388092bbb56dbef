#pragma once
// A workspace document that somebody wants to put in force, or to try. One thread.

#include <expected>
#include <string>

#include "config/workspace/workspace.hpp"
#include "gateway/cli/terminal.hpp"

namespace switchroom::cli {

struct Candidate {
  std::string text;  ///< YAML
  workspace::Workspace workspace;
};

/// Reads and checks `file`, or standard input for `-`. The exit code if it can't be read or is not valid; everything
/// that is wrong with it has been told.
std::expected<Candidate, Exit> read_candidate(const Terminal& terminal, const std::string& file);

}  // namespace switchroom::cli
