#pragma once
// A workspace document against the laws and the channel kinds of this build: the one way for `check`, `apply` and
// PUT /v1/configuration. Pure; any thread.

#include <span>
#include <string>
#include <string_view>

#include "config/documents/workspace_document.hpp"
#include "config/workspace/validate.hpp"

namespace switchroom::api {

/// The settings of every connector in this build, as the workspace's laws want them.
std::span<const workspace::ChannelKindRules> channel_kinds();

/// Reads and checks a document. `file` stands in front of each place.
documents::CheckedWorkspace check_document(std::string_view text, const std::string& file);

}  // namespace switchroom::api
