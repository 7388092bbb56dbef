#include "gateway/cli/settings.hpp"

#include <ostream>
#include <utility>

#include "config/documents/process_document.hpp"

namespace switchroom::cli {

std::optional<documents::LoadedProcess> load_process(const Terminal& terminal, const std::string& config_file) {
  documents::ProcessSources sources;
  if (!config_file.empty()) sources.config_file = config_file;
  sources.environment = terminal.variables;
  auto loaded = documents::load_process(sources);
  if (loaded) return std::move(*loaded);
  for (const Error& error : loaded.error()) terminal.fail(Exit::invalid, describe(error));
  return std::nullopt;
}

std::optional<documents::ProcessSettings> load_settings(const Terminal& terminal, const std::string& config_file) {
  auto loaded = load_process(terminal, config_file);
  if (!loaded) return std::nullopt;
  return std::move(loaded->settings);
}

}  // namespace switchroom::cli
