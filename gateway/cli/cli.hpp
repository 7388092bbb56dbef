#pragma once
// The command line: `switchroom COMMAND …`. Parses, suggests what was meant, and runs the command. One thread.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "gateway/cli/terminal.hpp"

namespace switchroom::cli {

/// What `switchroom serve` was told; goes before environment, file and defaults.
struct ServeFlags {
  std::string config_file;                                    ///< empty: the usual places
  std::vector<std::pair<std::string, std::string>> settings;  ///< path and value: `listen.port` `8081`
};

/// Runs the server until it is told to stop; returns the exit code. Given by the program, which alone knows all parts.
using Serve = std::function<int(const ServeFlags&)>;

/// Runs the command that `arguments` name (without the program's own name); returns the exit code.
int run(std::span<const std::string> arguments, const Terminal& terminal, const Serve& serve);

}  // namespace switchroom::cli
