// switchroom simulate FILE...: scenarios in virtual time, and whether the router did what they expect.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <memory>
#include <ostream>

#include "gateway/cli/commands.hpp"
#include "gateway/scenarios/scenario_document.hpp"
#include "router/scenario/player.hpp"
#include "storage/kafka/padded.hpp"

namespace switchroom::cli {
namespace {

using scenario::Line;
using scenario::LineKind;
using scenario::Played;
using scenario::Scenario;

struct Flags {
  std::vector<std::string> files;
  bool json = false;
  bool quiet = false;  ///< only what is not as expected
};

std::string json_time(Instant at) {
  std::string text;
  storage::append_time(at, text);
  return text;
}

void tell_json(const Terminal& terminal, const std::string& file, const Scenario& scenario, const Played& played) {
  for (const Line& line : played.lines) {
    boost::json::object object{{"kind", word_of(scenario::line_kind_names, line.kind)},
                               {"file", file},
                               {"time", json_time(line.at)},
                               {"text", line.text}};
    if (line.line > 0) object["line"] = line.line;
    if (line.kind == LineKind::missed) object["instead"] = line.instead;
    terminal.out << boost::json::serialize(object) << '\n';
  }
  const boost::json::object result{{"kind", "result"},           {"file", file},
                                   {"scenario", scenario.title}, {"as_expected", played.missed == 0},
                                   {"met", played.met},          {"missed", played.missed}};
  terminal.out << boost::json::serialize(result) << '\n';
}

std::string words_of(const Line& line, std::size_t width) {
  std::string text =
      fmt::format("  {:<{}} {} {}\n", line.time, width, line.kind == LineKind::done ? '>' : ' ', line.text);
  if (line.kind != LineKind::missed) return text;
  text = fmt::format("  {:<{}} ! line {}: expected \"{}\"\n", line.time, width, line.line, line.text);
  if (!line.instead.empty()) text += fmt::format("  {:<{}}   instead: {}\n", "", width, line.instead);
  return text;
}

void tell_words(const Terminal& terminal, const std::string& file, const Scenario& scenario, const Played& played,
                bool quiet) {
  if (quiet && played.missed == 0) return;
  std::size_t width = 0;
  for (const Line& line : played.lines) width = std::max(width, line.time.size());
  terminal.out << scenario.title << '\n' << "  " << file << '\n';
  for (const Line& line : played.lines)
    if (quiet ? line.kind == LineKind::missed : line.kind != LineKind::met) terminal.out << words_of(line, width);
  const std::size_t all = played.met + played.missed;
  terminal.out << (played.missed == 0 ? fmt::format("  as expected: {} of {}\n", played.met, all)
                                      : fmt::format("  NOT as expected: {} of {}\n", played.missed, all));
}

Exit simulate(const Terminal& terminal, const std::string& file, const Flags& flags) {
  const Result<std::string> text = read_file(file, terminal.in);
  if (!text) return terminal.fail(Exit::failed, text.error());
  const auto read = [&](const std::string& path) { return read_file(path, terminal.in); };
  const auto scenario = scenarios::decode_scenario(*text, file, read);
  if (!scenario) {
    for (const Error& error : scenario.error()) terminal.err << "error: " << describe(error) << '\n';
    return Exit::failed;
  }
  const Played played = scenario::play(*scenario);
  flags.json ? tell_json(terminal, file, *scenario, played)
             : tell_words(terminal, file, *scenario, played, flags.quiet);
  if (played.missed > 0) return Exit::invalid;
  if (!scenario->document.empty() && flags.files.size() == 1)
    terminal.next_step("switchroom apply " + scenario->document);
  return Exit::done;
}

/// All files; a file that can't be read is worse than one that comes out otherwise.
Exit simulate_all(const Terminal& terminal, const Flags& flags) {
  Exit worst = Exit::done;
  std::size_t as_expected = 0;
  for (const std::string& file : flags.files) {
    const Exit exit = simulate(terminal, file, flags);
    if (exit == Exit::done) ++as_expected;
    if (exit == Exit::failed || worst == Exit::done) worst = exit;
  }
  if (flags.files.size() > 1 && !flags.json)
    terminal.out << fmt::format("{} of {} scenarios as expected\n", as_expected, flags.files.size());
  return worst;
}

}  // namespace

void add_simulate(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* command = app.add_subcommand("simulate", "Play scenarios without a server: what would the router do?");
  command->add_option("FILE", flags->files, "Scenario files, or - for standard input")->required();
  command->add_flag("--json", flags->json, "A JSON object for each line of what happens, and one for the result");
  command->add_flag("-q,--quiet", flags->quiet, "Only what is not as expected");
  add_examples(*command, "switchroom simulate config/samples/scenarios/requirements/a_keyword_finds_the_skill.yaml",
               "switchroom simulate --json config/samples/scenarios/requirements/a_keyword_finds_the_skill.yaml");
  command->callback(
      [&session, flags] { session.run = [&session, flags] { return simulate_all(session.terminal, *flags); }; });
}

}  // namespace switchroom::cli
