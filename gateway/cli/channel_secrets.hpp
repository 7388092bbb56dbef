#pragma once
// A channel's settings with its secrets, found as the server finds them: by the workspace document and the folder of
// secrets.

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/connector.hpp"
#include "gateway/cli/terminal.hpp"

namespace switchroom::cli {

/// A channel that can be written to.
struct KnownChannel {
  std::string workspace;
  std::string id;
  connectors::Credentials credentials;
};

/// Which channel of a document: by id, or the first of its kind if `id` is empty.
struct ChannelChoice {
  std::string_view kind;
  std::string_view id;
};

/// The channel of a workspace document, its references resolved below `secrets_directory`. Errors: `invalid_document`
/// (it can't be read), `unknown_channel`, `invalid_setting` (a secret is missing, or readable by others).
Result<KnownChannel> find_channel(std::string_view document, ChannelChoice choice, std::string_view secrets_directory);

/// Puts the content of files in the place of settings: each is `NAME=FILE`. Error `invalid_setting`.
Result<void> read_secret_files(const std::vector<std::string>& name_and_file, connectors::Credentials& credentials);

}  // namespace switchroom::cli
