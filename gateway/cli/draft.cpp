// switchroom draft show | diff | apply | discard: the document that waits (`switchroom apply --draft FILE` keeps one).

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <ostream>
#include <utility>

#include "gateway/cli/changes.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/remote_command.hpp"

namespace switchroom::cli {
namespace {

constexpr const char* draft_path = "/v1/configuration/draft";

struct Flags {
  RemoteFlags remote;
  std::string note;
  std::optional<std::uint64_t> expected;
  bool exit_code = false;
  bool json = false;
};

Exit show(const Terminal& terminal, const Flags& flags) {
  const Remote remote{terminal, flags.remote};
  const auto answer = remote.get(draft_path);
  if (!answer) return Exit::not_reached;
  if (answer->status != 200) return remote.refused(*answer);
  terminal.out << answer->body;
  return Exit::done;
}

Exit compare(const Terminal& terminal, const Flags& flags) {
  const Remote remote{terminal, flags.remote};
  auto change = differences_at(remote, std::string{draft_path} + "/difference");
  if (!change) return change.error();
  const bool differ = !change->differences.empty();
  change->json = flags.json;
  tell(terminal, *change, nullptr);
  terminal.next_step("switchroom draft apply");
  return flags.exit_code && differ ? Exit::failed : Exit::done;
}

Exit apply(const Terminal& terminal, const Flags& flags) {
  const Remote remote{terminal, flags.remote};
  auto change = differences_at(remote, std::string{draft_path} + "/difference");
  if (!change) return change.error();
  change->expected = flags.expected;
  change->json = flags.json;
  if (const auto refused = refuse_unexpected(terminal, *change)) return *refused;
  std::string query = "draft=" + change->draft;
  if (!flags.note.empty()) query += '&' + note_query(flags.note);
  connectors::OwnedRequest request{"POST", std::string{draft_path} + "/apply", query, {}, {}};
  const Exit exit = put_in_force(terminal, remote, std::move(request), *change);
  if (exit == Exit::done) terminal.next_step("switchroom status");
  return exit;
}

Exit discard(const Terminal& terminal, const Flags& flags) {
  const Remote remote{terminal, flags.remote};
  connectors::OwnedRequest request{"DELETE", draft_path, {}, {}, {}};
  remote.authorize(request);
  const auto answer = remote.send(request);
  if (!answer) return Exit::not_reached;
  if (answer->status != 200 && answer->status != 202) return remote.refused(*answer);
  terminal.err << "discarded\n";
  return Exit::done;
}

}  // namespace

void add_draft(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* draft = app.add_subcommand("draft", "A workspace document that is valid and waits to be applied");
  draft->require_subcommand(1);
  add_examples(*draft, "switchroom draft diff", "switchroom draft apply");
  CLI::App* one = add_remote_command(*draft, session, flags, show, "show", "The document");
  add_examples(*one, "switchroom draft show", "switchroom draft show > draft.yaml");
  CLI::App* diff =
      add_remote_command(*draft, session, flags, compare, "diff", "What it changes of what is in force, in words");
  diff->add_flag("--exit-code", flags->exit_code, "Exit with 1 if they differ");
  diff->add_flag("--json", flags->json, "One JSON object with the differences");
  add_examples(*diff, "switchroom draft diff", "switchroom draft diff --exit-code");
  CLI::App* in_force =
      add_remote_command(*draft, session, flags, apply, "apply", "Put it in force; it is no draft any more");
  add_expect_version(*in_force, flags->expected);
  in_force->add_option("--note", flags->note, "What for, instead of the draft's note");
  in_force->add_flag("--json", flags->json, "One JSON object with the differences");
  add_examples(*in_force, "switchroom draft apply", "switchroom draft apply --note \"summer hours\"");
  CLI::App* gone = add_remote_command(*draft, session, flags, discard, "discard", "Drop it");
  add_examples(*gone, "switchroom draft discard", "switchroom draft discard --url http://127.0.0.1:8080");
}

}  // namespace switchroom::cli
