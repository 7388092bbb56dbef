// switchroom apply FILE: checks here, shows the difference to what is in force, and sends it.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <ostream>

#include "config/documents/workspace_document.hpp"
#include "config/workspace/diff.hpp"
#include "gateway/cli/candidate.hpp"
#include "gateway/cli/commands.hpp"

namespace switchroom::cli {
namespace {

struct Flags {
  std::string file;
  RemoteFlags remote;
  bool dry_run = false;
  bool json = false;
};

/// What the document changes, in words. Against nothing if none is in force, or an old one can't be read any more.
std::vector<std::string> differences_to(const std::string& in_force, const workspace::Workspace& after) {
  const auto before = documents::decode_workspace(in_force, "in force");
  return workspace::differences(before ? *before : workspace::Workspace{}, after);
}

void tell(const Terminal& terminal, const Flags& flags, const std::vector<std::string>& differences,
          const HttpAnswer* applied) {
  if (flags.json) {
    boost::json::object document{{"applied", applied != nullptr},
                                 {"differences", boost::json::value_from(differences)}};
    boost::system::error_code failure;
    if (applied != nullptr) document["answer"] = boost::json::parse(applied->body, failure);
    terminal.out << boost::json::serialize(document) << '\n';
    return;
  }
  for (const std::string& difference : differences) terminal.out << difference << '\n';
  if (differences.empty()) terminal.out << "nothing changes\n";
}

Exit put(const Terminal& terminal, const Remote& remote, const Flags& flags, const Candidate& candidate,
         const std::vector<std::string>& differences) {
  connectors::OwnedRequest request{
      "PUT", "/v1/configuration", {}, {{"Content-Type", "application/yaml"}}, candidate.text};
  remote.authorize(request);
  const auto answer = remote.send(request);
  if (!answer) return Exit::not_reached;
  if (answer->status != 200 && answer->status != 202) return remote.refused(*answer);
  tell(terminal, flags, differences, &*answer);
  if (answer->status == 202)
    terminal.err << "stored; it takes effect when the shard's owner is back: " << answer->header("Location") << '\n';
  else
    terminal.err << "applied as version " << answer->header("ETag") << '\n';
  terminal.next_step("switchroom status");
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
  if (!flags.dry_run && in_force->body != candidate->text) return put(terminal, remote, flags, *candidate, differences);
  tell(terminal, flags, differences, nullptr);
  terminal.next_step("switchroom apply " + flags.file);
  return Exit::done;
}

}  // namespace

void add_apply(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* command = app.add_subcommand("apply", "Put a workspace document in force, and say what it changes");
  command->add_option("FILE", flags->file, "The document, or - for standard input")->required();
  command->add_flag("--dry-run", flags->dry_run, "Only say what would change");
  command->add_flag("--json", flags->json, "One JSON object with the differences");
  add_remote_flags(*command, flags->remote);
  add_examples(*command, "switchroom apply config/samples/workspace.yaml",
               "switchroom apply --dry-run config/samples/workspace.yaml");
  command->callback([&session, flags] { session.run = [&session, flags] { return apply(session.terminal, *flags); }; });
}

}  // namespace switchroom::cli
