// switchroom why TICKET: each decision about a ticket with all its reasons.

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "gateway/api/percent.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/ticket_words.hpp"

namespace switchroom::cli {
namespace {

struct Flags {
  std::string ticket;
  RemoteFlags remote;
  bool json = false;
};

Exit why(const Terminal& terminal, const Flags& flags) {
  const Remote remote{terminal, flags.remote};
  const auto answer =
      remote.get("/v1/tickets/" + api::percent_encoded(flags.ticket) + (flags.json ? "/decisions" : ""));
  if (!answer) return Exit::not_reached;
  if (answer->status != 200) return remote.refused(*answer);
  if (flags.json)
    terminal.out << answer->body << '\n';
  else
    terminal.out << why_in_words(object_in(*answer));
  terminal.next_step("switchroom status " + flags.ticket);
  return Exit::done;
}

}  // namespace

void add_why(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* command =
      app.add_subcommand("why", "Tell why a ticket went where it went: rules, filters, winner, runner-up");
  command->add_option("TICKET", flags->ticket, "A ticket's id, such as t0-1")->required();
  command->add_flag("--json", flags->json, "One JSON object with the decisions");
  add_remote_flags(*command, flags->remote);
  add_examples(*command, "switchroom why t0-1", "switchroom why t0-1 --json");
  command->callback([&session, flags] { session.run = [&session, flags] { return why(session.terminal, *flags); }; });
}

}  // namespace switchroom::cli
