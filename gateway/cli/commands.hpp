#pragma once
// The commands, a file each. Every function adds one subcommand; parsing it sets `session.run`.

#include <functional>

#include "gateway/cli/cli.hpp"
#include "gateway/cli/remote.hpp"
#include "gateway/cli/terminal.hpp"

namespace CLI {
class App;
}

namespace switchroom::cli {

/// One run of the program.
struct Session {
  const Terminal& terminal;
  const Serve& serve;
  std::function<Exit()> run;  ///< what the parsed command does
};

void add_serve(CLI::App& app, Session& session);
void add_check(CLI::App& app, Session& session);
void add_simulate(CLI::App& app, Session& session);
void add_apply(CLI::App& app, Session& session);
void add_history(CLI::App& app, Session& session);
void add_rollback(CLI::App& app, Session& session);
void add_draft(CLI::App& app, Session& session);
void add_status(CLI::App& app, Session& session);
void add_why(CLI::App& app, Session& session);
void add_what_if(CLI::App& app, Session& session);
void add_send(CLI::App& app, Session& session);
void add_inspect(CLI::App& app, Session& session);
void add_dead_letters(CLI::App& app, Session& session);
void add_tail(CLI::App& app, Session& session);
void add_token(CLI::App& app, Session& session);
void add_config(CLI::App& app, Session& session);

/// Adds --url and --token-file to a command that talks to a server.
void add_remote_flags(CLI::App& command, RemoteFlags& flags);

/// The footer of a command's help: two examples that run as they are.
void add_examples(CLI::App& command, std::string_view first, std::string_view second);

}  // namespace switchroom::cli
