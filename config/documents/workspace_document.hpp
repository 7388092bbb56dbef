#pragma once
// A workspace as a YAML document: what is in it (`decode_workspace`), and what is right and wrong with it
// (`check_workspace`). Every key: docs/configuration.md. Pure: any thread.

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/documents/fields.hpp"
#include "config/vocabulary/error.hpp"
#include "config/workspace/validate.hpp"
#include "config/workspace/workspace.hpp"

namespace switchroom::documents {

/// The keys of a workspace document.
std::span<const KeyRow> workspace_keys();

/// The workspace that `text` describes, its references not yet checked. `file` names it in errors. Errors
/// (`invalid_document`, at most `document_errors_max`): what is no YAML, unknown and missing keys, values of a wrong
/// type, each at `file:line:column`.
std::expected<workspace::Workspace, std::vector<Error>> decode_workspace(std::string_view text,
                                                                         const std::string& file);

/// A document with everything that can be said about it.
struct CheckedWorkspace {
  std::optional<workspace::Workspace> workspace;  ///< empty if there are errors
  std::vector<Error> errors;                      ///< in the order of the document
  std::vector<Error> warnings;                    ///< `expected` says what would be better
};

/// `decode_workspace`, then `validate` against the channel kinds of this build, with exact places.
CheckedWorkspace check_workspace(std::string_view text, const std::string& file,
                                 std::span<const workspace::ChannelKindRules> kinds);

/// The same for a mapping inside of another document, whose places it keeps.
CheckedWorkspace check_workspace(const Node& root, const std::string& file,
                                 std::span<const workspace::ChannelKindRules> kinds);

}  // namespace switchroom::documents
