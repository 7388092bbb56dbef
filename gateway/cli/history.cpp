// switchroom history list | show | diff: the configurations of a workspace that are kept. switchroom rollback VERSION.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <optional>
#include <ostream>
#include <utility>

#include "gateway/cli/changes.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/remote_command.hpp"

namespace switchroom::cli {
namespace {

struct Flags {
  RemoteFlags remote;
  std::uint64_t version = 0;
  std::uint64_t from = 0;
  std::string note;
  std::optional<std::uint64_t> expected;
  bool exit_code = false;
  bool dry_run = false;
  bool json = false;
};

std::string path_of(std::uint64_t version) { return fmt::format("/v1/configuration/versions/{}", version); }

std::string text_in(const boost::json::object& object, std::string_view name) {
  const boost::json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
}

/// Who, when and what for: notes are of people, so they are quoted.
std::string by_words(const boost::json::object& one) {
  const std::string at = text_in(one, "at"), note = text_in(one, "note");
  if (at.empty()) return "by whom is not known";
  const std::string for_what = note.empty() ? std::string{} : "  " + cli::quoted(note);
  return fmt::format("{}  by {} ({}){}", at, cli::quoted(text_in(one, "by")), text_in(one, "role"), for_what);
}

Exit list(const Terminal& terminal, const Flags& flags) {
  const Remote remote{terminal, flags.remote};
  const auto answer = remote.get("/v1/configuration/versions");
  if (!answer) return Exit::not_reached;
  if (answer->status != 200) return remote.refused(*answer);
  const boost::json::object document = object_in(*answer);
  for (const auto& version : document.at("versions").as_array()) {
    const boost::json::object& one = version.as_object();
    if (flags.json)
      terminal.out << boost::json::serialize(one) << '\n';
    else
      terminal.out << fmt::format("{:>5}  {}{}\n", one.at("version").to_number<std::uint64_t>(), by_words(one),
                                  one.at("in_force").as_bool() ? "  in force" : "");
  }
  if (const boost::json::value* draft = document.if_contains("draft")) {
    boost::json::object one = draft->as_object();
    if (!flags.json) terminal.out << fmt::format("draft  {}\n", by_words(one));
    one["draft"] = true;
    if (flags.json) terminal.out << boost::json::serialize(one) << '\n';
  }
  terminal.next_step("switchroom history diff VERSION; switchroom rollback VERSION");
  return Exit::done;
}

Exit show(const Terminal& terminal, const Flags& flags) {
  const Remote remote{terminal, flags.remote};
  const auto answer = remote.get(path_of(flags.version));
  if (!answer) return Exit::not_reached;
  if (answer->status != 200) return remote.refused(*answer);
  terminal.out << answer->body;
  return Exit::done;
}

Exit compare(const Terminal& terminal, const Flags& flags) {
  const Remote remote{terminal, flags.remote};
  const std::string from = flags.from == 0 ? std::string{} : fmt::format("from={}", flags.from);
  auto change = differences_at(remote, path_of(flags.version) + "/difference", from);
  if (!change) return change.error();
  const bool differ = !change->differences.empty();
  change->json = flags.json;
  tell(terminal, *change, nullptr);
  return flags.exit_code && differ ? Exit::failed : Exit::done;
}

Exit roll_back(const Terminal& terminal, const Flags& flags) {
  const Remote remote{terminal, flags.remote};
  auto change = differences_at(remote, path_of(flags.version) + "/difference");
  if (!change) return change.error();
  change->expected = flags.expected;
  change->json = flags.json;
  if (const auto refused = refuse_unexpected(terminal, *change)) return *refused;
  if (flags.dry_run) {
    tell(terminal, *change, nullptr);
    terminal.next_step(fmt::format("switchroom rollback {}", flags.version));
    return Exit::done;
  }
  connectors::OwnedRequest request{"POST", path_of(flags.version) + "/rollback", note_query(flags.note), {}, {}};
  const Exit exit = put_in_force(terminal, remote, std::move(request), *change);
  if (exit == Exit::done) terminal.next_step("switchroom history");
  return exit;
}

void add_version(CLI::App& command, Flags& flags) {
  command.add_option("VERSION", flags.version, "Its number, as `switchroom history` shows it")
      ->required()
      ->check(CLI::PositiveNumber);
}

}  // namespace

void add_history(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* history = app.add_subcommand("history", "The configurations of the workspace, and who changed them");
  history->require_subcommand(1);
  add_examples(*history, "switchroom history list", "switchroom history diff 1");
  CLI::App* all =
      add_remote_command(*history, session, flags, list, "list", "The newest 20, and the draft if there is one");
  all->add_flag("--json", flags->json, "A JSON object a line");
  add_examples(*all, "switchroom history list", "switchroom history list --json");
  CLI::App* one = add_remote_command(*history, session, flags, show, "show", "The document of a version");
  add_version(*one, *flags);
  add_examples(*one, "switchroom history show 1", "switchroom history show 1 > before.yaml");
  CLI::App* diff = add_remote_command(*history, session, flags, compare, "diff",
                                      "What a version changes of the one in force, in words");
  add_version(*diff, *flags);
  diff->add_option("--from", flags->from, "Of this version instead")->check(CLI::PositiveNumber);
  diff->add_flag("--exit-code", flags->exit_code, "Exit with 1 if they differ");
  diff->add_flag("--json", flags->json, "One JSON object with the differences");
  add_examples(*diff, "switchroom history diff 1", "switchroom history diff 1 --from 1 --exit-code");
}

void add_rollback(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* command = add_remote_command(app, session, flags, roll_back, "rollback",
                                         "Put an earlier version in force again, as a new version");
  add_version(*command, *flags);
  command->add_flag("--dry-run", flags->dry_run, "Only say what would change");
  add_expect_version(*command, flags->expected);
  command->add_option("--note", flags->note, "What for; `switchroom history list` shows it");
  command->add_flag("--json", flags->json, "One JSON object with the differences");
  add_examples(*command, "switchroom rollback 1 --dry-run", "switchroom rollback 1 --note \"too many urgent tickets\"");
}

}  // namespace switchroom::cli
