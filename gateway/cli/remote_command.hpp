#pragma once
// Commands that ask a running server. One thread.

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "gateway/cli/commands.hpp"

namespace switchroom::cli {

/// Adds the command `name` to `parent`, with the flags that say which server in `flags->remote`; once it is parsed, the
/// session runs `run`. `session` must outlive `parent`, which owns what is returned.
template <class Flags>
CLI::App* add_remote_command(CLI::App& parent, Session& session, const std::shared_ptr<Flags>& flags,
                             Exit (*run)(const Terminal&, const Flags&), std::string_view name,
                             std::string_view words) {
  CLI::App* command = parent.add_subcommand(std::string{name}, std::string{words});
  add_remote_flags(*command, flags->remote);
  command->callback(
      [&session, flags, run] { session.run = [&session, flags, run] { return run(session.terminal, *flags); }; });
  return command;
}

}  // namespace switchroom::cli
