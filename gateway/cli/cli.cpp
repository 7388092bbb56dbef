#include "gateway/cli/cli.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>

#include "config/workspace/nearest_name.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/version.hpp"

namespace switchroom::cli {
namespace {

/// The subcommand that was being parsed when it failed, or the program itself.
const CLI::App& innermost(const CLI::App& app) {
  const auto parsed = app.get_subcommands();
  return parsed.empty() ? app : innermost(*parsed.front());
}

std::vector<std::string> words_of(const CLI::App& command) {
  std::vector<std::string> words;
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
  for (const CLI::App* child : command.get_subcommands([](const CLI::App*) { return true; }))
    words.push_back(child->get_name());
  return words;
}

/// The option or subcommand that the first word left over may have meant; empty if none is near.
std::string meant_by(const CLI::App& command, const std::string& word) {
  const std::vector<std::string> words = words_of(command);
  const std::vector<std::string_view> known{words.begin(), words.end()};
  return std::string{workspace::nearest_name(word.substr(0, word.find('=')), known)};
}

/// `switchroom token create`.
std::string whole_name_of(const CLI::App& command) {
  const CLI::App* parent = command.get_parent();
  return (parent == nullptr ? "" : whole_name_of(*parent) + " ") + command.get_name();
}

Exit tell_usage(const Terminal& terminal, const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& command = innermost(app);
  std::string what = error.what();
  const std::string remedy = "See `" + whole_name_of(command) + " --help`.";
  const std::vector<std::string> rest = app.remaining(true);
  if (!rest.empty()) {
    what = "'" + rest.front() + "' means nothing here";
    if (const std::string meant = meant_by(command, rest.front()); !meant.empty())
      what += "; did you mean '" + meant + "'?";
  }
  return terminal.fail(Exit::wrong_usage, what, remedy);
}

void describe(CLI::App& app) {
  app.name("switchroom");
  app.description("Switchroom: messages from every channel become tickets, and each ticket finds its agent.");
  app.set_version_flag("--version", "switchroom " + std::string{version});
  app.require_subcommand(1);
  app.footer(
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 document or expectation not met, 4 not allowed,\n"
      "            5 changed meanwhile, 6 server, Redis or Kafka not reached, 130 interrupted.\n"
      "Environment: SWITCHROOM_URL, SWITCHROOM_TOKEN, SWITCHROOM_TOKEN_FILE, SWITCHROOM_CONFIG,\n"
      "             and each setting of the process as SWITCHROOM_<PATH> (SWITCHROOM_REDIS__URL).");
}

void add_commands(CLI::App& app, Session& session) {
  add_serve(app, session);
  add_check(app, session);
  add_simulate(app, session);
  add_apply(app, session);
  add_history(app, session);
  add_rollback(app, session);
  add_draft(app, session);
  add_status(app, session);
  add_why(app, session);
  add_what_if(app, session);
  add_send(app, session);
  add_inspect(app, session);
  add_dead_letters(app, session);
  add_tail(app, session);
  add_token(app, session);
  add_config(app, session);
}

Exit parse_and_run(std::vector<std::string> arguments, CLI::App& app, Session& session) {
  std::ranges::reverse(arguments);  // as CLI11 takes them
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::Success& success) {  // --help, --version
    app.exit(success, session.terminal.out, session.terminal.err);
    return Exit::done;
  } catch (const CLI::ParseError& error) {
    return tell_usage(session.terminal, app, error);
  }
  return session.run();
}

}  // namespace

void add_remote_flags(CLI::App& command, RemoteFlags& flags) {
  command.add_option("--url", flags.url, "The server, instead of $SWITCHROOM_URL or http://127.0.0.1:8080");
  command.add_option("--token-file", flags.token_file,
                     "File with a token, instead of $SWITCHROOM_TOKEN or $SWITCHROOM_TOKEN_FILE");
}

void add_examples(CLI::App& command, std::string_view first, std::string_view second) {
  command.footer("Examples:\n  " + std::string{first} + "\n  " + std::string{second});
}

int run(std::span<const std::string> arguments, const Terminal& terminal, const Serve& serve) {
  CLI::App app;
  describe(app);
  Session session{terminal, serve, {}};
  add_commands(app, session);
  return static_cast<int>(parse_and_run({arguments.begin(), arguments.end()}, app, session));
}

}  // namespace switchroom::cli
