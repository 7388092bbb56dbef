#pragma once
// Secrets by reference, so that none stands in a document, a flag or a log. Reads the environment and files; start-up
// and the apply of a configuration only, never on the way of a message. Any thread.

#include <string>
#include <string_view>

#include "config/vocabulary/error.hpp"

namespace switchroom::documents {

/// The secret that `reference` names: `env:NAME` is an environment variable, `file:PATH` a file of at most 64 KiB that
/// nobody but its owner may read; one line end at its end is cut. A relative PATH lies in `secrets_directory` and may
/// not leave it by `..`. Errors (`invalid_setting`, `where` is the reference): no reference, not there, readable by
/// others, empty, no plain file.
Result<std::string> resolve_secret(std::string_view reference, std::string_view secrets_directory);

/// The same for a reference; any other text is its own value.
Result<std::string> resolve_value(std::string_view value, std::string_view secrets_directory);

}  // namespace switchroom::documents
