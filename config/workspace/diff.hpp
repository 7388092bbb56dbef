#pragma once
// What a new configuration changes, in words for the person who is about to apply it. Pure: any thread.

#include <string>
#include <vector>

#include "config/workspace/workspace.hpp"

namespace switchroom::workspace {

/// The differences, a line each, in the order of the document: "agent ann: limit 3 → 5", "group billing: added".
/// Settings of channels are named, their values never told. Empty: `after` means the same as `before`.
std::vector<std::string> differences(const Workspace& before, const Workspace& after);

}  // namespace switchroom::workspace
