#pragma once
// A workspace in a story's lines:
//   group NAME [limit UNITS] [receives STATUS …]                 the first group is the default one
//   agent NAME STATUS [in GROUP …] [limit UNITS] [skills SKILL PROFICIENCY …]
//   channel NAME [kind KIND] [group GROUP] [units UNITS]         the kind is the name if none is said
//   rule NAME [words "TEXT" …] [whole] [on CHANNEL …] [kinds KIND …] [needs SKILL MINIMUM …] [to GROUP] [priority WORD]
//   [stop] head-start PRIORITY TIME

#include <string>
#include <vector>

#include "config/workspace/workspace.hpp"

namespace switchroom::stories {

/// Throws std::invalid_argument on a line that is none of these.
workspace::Workspace workspace_of(const std::vector<std::string>& lines);

}  // namespace switchroom::stories
