#pragma once
// The settings of the process, for commands that need to know where Redis, Kafka and the secrets are. One thread.

#include <optional>
#include <string>

#include "config/documents/process_document.hpp"
#include "gateway/cli/terminal.hpp"

namespace switchroom::cli {

/// Everything that `switchroom serve --config FILE` would use, with the sources. Empty: not valid, which has been told.
std::optional<documents::LoadedProcess> load_process(const Terminal& terminal, const std::string& config_file);

/// What `switchroom serve --config FILE` would use, with the terminal's environment. Empty: they are not valid, which
/// has been told.
std::optional<documents::ProcessSettings> load_settings(const Terminal& terminal, const std::string& config_file);

}  // namespace switchroom::cli
