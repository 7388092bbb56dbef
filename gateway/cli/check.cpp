// switchroom check FILE

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <memory>
#include <ostream>

#include "config/documents/process_document.hpp"
#include "config/documents/yaml_document.hpp"
#include "gateway/api/document_check.hpp"
#include "gateway/api/json_views.hpp"
#include "gateway/cli/commands.hpp"

namespace switchroom::cli {
namespace {

struct Flags {
  std::string file;
  bool json = false;
};

void tell(const Terminal& terminal, std::string_view severity, const std::vector<Error>& findings) {
  for (const Error& finding : findings) terminal.err << severity << ": " << describe(finding) << '\n';
}

/// What is right and wrong with a file, whichever kind of document it is.
struct Checked {
  std::vector<Error> errors;
  std::vector<Error> warnings;
  std::string summary;
};

/// The settings of a process have keys such as `listen`; a workspace document has none of them. A file in which nothing
/// is set can only be told by its name.
bool is_process_document(std::string_view text, std::string_view file) {
  documents::Findings ignored{""};
  const auto root = documents::parse_yaml(text, ignored);
  if (!root || root->find("workspace") != nullptr) return false;
  if (root->keys.empty()) return file.ends_with("switchroom.yaml");
  return std::ranges::any_of(documents::setting_rows(), [&](const documents::SettingRow& row) {
    return root->find(row.path.substr(0, row.path.find('.'))) != nullptr;
  });
}

Checked check_settings(std::string_view text, const std::string& file) {
  return {documents::check_process(text, file), {}, file + " is valid: settings of a process"};
}

Checked check_workspace(std::string_view text, const std::string& file) {
  documents::CheckedWorkspace checked = api::check_document(text, file);
  Checked result{std::move(checked.errors), std::move(checked.warnings), {}};
  if (const auto& workspace = checked.workspace)
    result.summary = fmt::format("{} is valid: workspace {}, {} channels, {} groups, {} agents, {} rules", file,
                                 workspace->id, workspace->channels.size(), workspace->groups.size(),
                                 workspace->agents.size(), workspace->rules.size());
  return result;
}

boost::json::array documents_of(const std::vector<Error>& findings) {
  boost::json::array list;
  for (const Error& finding : findings) list.push_back(api::error_document(finding));
  return list;
}

void tell_json(const Terminal& terminal, const Checked& checked) {
  const boost::json::object document{{"valid", checked.errors.empty()},
                                     {"errors", documents_of(checked.errors)},
                                     {"warnings", documents_of(checked.warnings)}};
  terminal.out << boost::json::serialize(document) << '\n';
}

void tell_words(const Terminal& terminal, const Checked& checked) {
  tell(terminal, "error", checked.errors);
  tell(terminal, "warning", checked.warnings);
  if (checked.errors.empty()) terminal.out << checked.summary << '\n';
}

Exit check(const Terminal& terminal, const Flags& flags) {
  const auto text = read_file(flags.file, terminal.in);
  if (!text) return terminal.fail(Exit::failed, text.error());
  const bool settings = is_process_document(*text, flags.file);
  const Checked checked = settings ? check_settings(*text, flags.file) : check_workspace(*text, flags.file);
  if (flags.json)
    tell_json(terminal, checked);
  else
    tell_words(terminal, checked);
  if (!checked.errors.empty()) return Exit::invalid;
  terminal.next_step((settings ? "switchroom serve --config " : "switchroom apply ") + flags.file);
  return Exit::done;
}

}  // namespace

void add_check(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* command =
      app.add_subcommand("check", "Say everything that is wrong with a workspace document or with settings");
  command->add_option("FILE", flags->file, "The document, or - for standard input")->required();
  command->add_flag("--json", flags->json, "One JSON object with errors and warnings");
  add_examples(*command, "switchroom check config/samples/workspace.yaml",
               "switchroom check --json config/samples/switchroom.yaml");
  command->callback([&session, flags] { session.run = [&session, flags] { return check(session.terminal, *flags); }; });
}

}  // namespace switchroom::cli
