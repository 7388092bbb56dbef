// switchroom apply FILE: checks here, shows the difference to what is in force, and sends it; or keeps it as the draft.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <optional>
#include <ostream>
#include <utility>

#include "config/documents/workspace_document.hpp"
#include "config/workspace/diff.hpp"
#include "gateway/cli/candidate.hpp"
#include "gateway/cli/changes.hpp"
#include "gateway/cli/commands.hpp"

namespace switchroom::cli {
namespace {

struct Flags {
  std::string file;
  RemoteFlags remote;
  std::string note;
  std::optional<std::uint64_t> expected;
  bool draft = false;
  bool dry_run = false;
  bool json = false;
};

/// What the document changes, in words. Against nothing if none is in force, or an old one can't be read any more.
std::vector<std::string> differences_to(const std::string& in_force, const workspace::Workspace& after) {
  const auto before = documents::decode_workspace(in_force, "in force");
  return workspace::differences(before ? *before : workspace::Workspace{}, after);
}

/// A draft is valid and waits; what it would change is said now, and again when it is applied.
Exit put_draft(const Terminal& terminal, const Remote& remote, const Flags& flags, const Candidate& candidate,
               const Change& change) {
  connectors::OwnedRequest request{
      "PUT", "/v1/configuration/draft", note_query(flags.note), {{"Content-Type", "application/yaml"}}, candidate.text};
  remote.authorize(request);
  const auto answer = remote.send(request);
  if (!answer) return Exit::not_reached;
  if (answer->status != 200 && answer->status != 202) return remote.refused(*answer);
  tell(terminal, change, nullptr);
  terminal.err << "kept as the draft\n";
  terminal.next_step("switchroom draft apply");
  return Exit::done;
}

Exit apply(const Terminal& terminal, const Flags& flags) {
  const auto candidate = read_candidate(terminal, flags.file);
  if (!candidate) return candidate.error();
  const Remote remote{terminal, flags.remote};
  const auto in_force = remote.get("/v1/configuration");
  if (!in_force) return Exit::not_reached;
  if (in_force->status != 200 && in_force->status != 404) return remote.refused(*in_force);
  const auto differences = differences_to(in_force->status == 200 ? in_force->body : "", candidate->workspace);
  const Change change{.differences = boost::json::value_from(differences).as_array(),
                      .from = in_force->status == 200 ? version_of(*in_force) : 0,
                      .expected = flags.expected,
                      .json = flags.json};
  if (const auto refused = refuse_unexpected(terminal, change)) return *refused;
  if (flags.draft && !flags.dry_run) return put_draft(terminal, remote, flags, *candidate, change);
  if (flags.dry_run || in_force->body == candidate->text) {
    tell(terminal, change, nullptr);
    terminal.next_step("switchroom apply " + flags.file);
    return Exit::done;
  }
  connectors::OwnedRequest request{
      "PUT", "/v1/configuration", note_query(flags.note), {{"Content-Type", "application/yaml"}}, candidate->text};
  const Exit exit = put_in_force(terminal, remote, std::move(request), change);
  if (exit == Exit::done) terminal.next_step("switchroom status");
  return exit;
}

}  // namespace

void add_apply(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* command = app.add_subcommand("apply", "Put a workspace document in force, and say what it changes");
  command->add_option("FILE", flags->file, "The document, or - for standard input")->required();
  command->add_flag("--dry-run", flags->dry_run, "Only say what would change");
  command->add_flag("--draft", flags->draft,
                    "Keep it as the workspace's draft instead: `switchroom draft apply` puts it in force");
  add_expect_version(*command, flags->expected);
  command->add_option("--note", flags->note, "What for; `switchroom history` shows it");
  command->add_flag("--json", flags->json, "One JSON object with the differences");
  add_remote_flags(*command, flags->remote);
  add_examples(*command, "switchroom apply config/samples/workspace.yaml",
               "switchroom apply --dry-run config/samples/workspace.yaml");
  command->callback([&session, flags] { session.run = [&session, flags] { return apply(session.terminal, *flags); }; });
}

}  // namespace switchroom::cli
