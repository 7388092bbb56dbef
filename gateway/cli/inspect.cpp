// switchroom inspect KIND [FILE]: what the gateway would make of recorded requests, a line each.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fstream>
#include <istream>
#include <memory>
#include <ostream>

#include "connectors/recorded_request.hpp"
#include "connectors/registry.hpp"
#include "gateway/cli/channel_kind.hpp"
#include "gateway/cli/commands.hpp"

namespace switchroom::cli {
namespace {

struct Flags {
  std::string kind;
  std::string file = "-";
};

std::string refused_line(const Error& error) {
  const boost::json::object line{{"accept", false},       {"status", row_of(error.fault).http_status},
                                 {"response_body", ""},   {"messages", boost::json::array{}},
                                 {"opens_ticket", false}, {"error", describe(error)}};
  return boost::json::serialize(line);
}

/// Reads all lines; a line that is no record gets its error as answer, and the rest goes on.
Exit inspect_lines(const Terminal& terminal, const connectors::Connector& connector, std::istream& lines) {
  Exit exit = Exit::done;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    const auto recorded = connectors::parse_recorded(line);
    if (!recorded) exit = Exit::invalid;
    terminal.out << (recorded ? connectors::inspect(connector, *recorded) : refused_line(recorded.error()))
                 << std::endl;
  }
  return exit;
}

Exit inspect(const Terminal& terminal, const Flags& flags) {
  const connectors::Connector* connector = channel_kind(terminal, flags.kind);
  if (connector == nullptr) return Exit::wrong_usage;
  if (flags.file == "-") return inspect_lines(terminal, *connector, terminal.in);
  std::ifstream file{flags.file};
  if (!file)
    return terminal.fail(Exit::failed, flags.file + " can't be read",
                         "Name a file of JSON lines, or - for standard input.");
  return inspect_lines(terminal, *connector, file);
}

}  // namespace

void add_inspect(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* command =
      app.add_subcommand("inspect", "Show what the gateway would make of recorded requests (JSON lines)");
  command->add_option("KIND", flags->kind, "The channel kind: " + known_channel_kinds())->required();
  command->add_option("FILE", flags->file, "JSON lines of {secrets, now, request}; standard input by default");
  add_examples(*command, "switchroom send whatsapp --print | switchroom inspect whatsapp",
               "switchroom send telegram --print --text hello | switchroom inspect telegram -");
  command->callback(
      [&session, flags] { session.run = [&session, flags] { return inspect(session.terminal, *flags); }; });
}

}  // namespace switchroom::cli
