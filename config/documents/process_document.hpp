#pragma once
// The settings of a process from everywhere they may come from: flag > environment > file > default. Start-up: one
// thread.

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/documents/process_settings.hpp"
#include "config/vocabulary/error.hpp"

namespace switchroom::documents {

/// A flag (`redis.url`) or an environment variable (`SWITCHROOM_REDIS__URL`) with its text.
struct Assignment {
  std::string name;
  std::string value;
};

/// What the settings are made from. `default_files`: the first that exists is read if no other file was named.
struct ProcessSources {
  std::optional<std::string> config_file = std::nullopt;  ///< of `--config`; else $SWITCHROOM_CONFIG
  std::vector<Assignment> flags = {};                     ///< by setting path
  std::vector<Assignment> environment = {};               ///< all variables, see `process_environment`
  std::vector<std::string> default_files = {"switchroom.yaml", "/etc/switchroom/switchroom.yaml"};
};

/// A value and where it comes from: `default`, `switchroom.yaml:3:8`, `SWITCHROOM_REDIS__URL`, `flag redis.url`.
struct EffectiveSetting {
  std::string_view path;
  std::string value;  ///< a secret's reference, never the secret
  std::string source;
};

struct LoadedProcess {
  ProcessSettings settings;
  std::string file;                         ///< the file that was read; empty: none
  std::vector<EffectiveSetting> effective;  ///< every setting, in the order of the table
};

/// The environment of this process.
std::vector<Assignment> process_environment();

/// The settings. Errors (`invalid_setting`): a named file that can't be read, what is wrong in it (`file:line:column`),
/// unknown keys, flags and SWITCHROOM_…__… variables with the nearest known name, values out of bounds. Empty variables
/// count as not set.
std::expected<LoadedProcess, std::vector<Error>> load_process(const ProcessSources& sources);

/// Everything that is wrong with a settings file, for `switchroom check`. `file` names it in errors.
std::vector<Error> check_process(std::string_view text, const std::string& file);

/// The variable of a setting: `redis.ca_file` is SWITCHROOM_REDIS__CA_FILE.
std::string variable_of(std::string_view path);

}  // namespace switchroom::documents
