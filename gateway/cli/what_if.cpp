// switchroom what-if --workspace W --with FILE --since 24h: the recorded inbox, folded again under other rules. Reads
// Redis and writes nothing.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <memory>
#include <ostream>

#include "config/documents/workspace_document.hpp"
#include "config/workspace/amounts.hpp"
#include "gateway/cli/candidate.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/material.hpp"
#include "gateway/cli/redis_settings.hpp"
#include "gateway/cli/settings.hpp"
#include "gateway/cli/what_if_words.hpp"

namespace switchroom::cli {
namespace {

struct Flags {
  std::string workspace;
  std::string file;
  std::string since = "24h";
  std::string config;
  std::size_t examples = 5;
  bool json = false;
};

Result<workspace::Workspace> parse(std::string_view text) {
  auto decoded = documents::decode_workspace(text, "workspace.yaml");
  if (decoded) return std::move(*decoded);
  return std::unexpected(std::move(decoded.error().front()));
}

Instant now() {
  return Instant{std::chrono::duration_cast<Milliseconds>(std::chrono::system_clock::now().time_since_epoch())};
}

struct Folded {
  whatif::Course before, after;
  std::int64_t took_ms = 0;
};

Result<Folded> fold_both(const whatif::Recording& recording, const std::string& rules) {
  const auto began = std::chrono::steady_clock::now();
  Folded folded;
  Result<whatif::Course> course = whatif::fold_again(recording, parse, std::nullopt, true);
  if (!course) return std::unexpected(std::move(course.error()));
  folded.before = std::move(*course);
  course = whatif::fold_again(recording, parse, rules, true);
  if (!course) return std::unexpected(std::move(course.error()));
  folded.after = std::move(*course);
  folded.took_ms = std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - began).count();
  return folded;
}

Exit tell(const Terminal& terminal, const Flags& flags, const Candidate& candidate, const whatif::Recording& recording,
          std::uint32_t shard, Instant asked) {
  const Result<Folded> folded = fold_both(recording, candidate.text);
  if (!folded) return terminal.fail(Exit::failed, folded.error());
  const whatif::Comparison comparison = whatif::compare(recording, folded->before, folded->after);
  workspace::Numbering names = workspace::decode_numbering(recording.numbering).value();
  names.take(candidate.workspace);
  const WhatIf told{.recording = recording,
                    .before = folded->before,
                    .after = folded->after,
                    .comparison = comparison,
                    .names = names,
                    .file = flags.file,
                    .shard = shard,
                    .examples = flags.examples,
                    .asked_since = asked,
                    .folding_ms = folded->took_ms};
  terminal.out << (flags.json ? boost::json::serialize(what_if_document(told)) + "\n" : what_if_in_words(told));
  terminal.next_step("switchroom apply " + flags.file);
  return Exit::done;
}

Exit what_if(const Terminal& terminal, const Flags& flags) {
  const auto since = workspace::duration_of_text(flags.since);
  if (!since || *since == 0)
    return terminal.fail(Exit::wrong_usage, "--since " + flags.since + " is no duration",
                         "Write it as 30m, 24h or 7d.");
  const auto candidate = read_candidate(terminal, flags.file);
  if (!candidate) return candidate.error();
  if (candidate->workspace.id != flags.workspace)
    return terminal.fail(Exit::invalid, flags.file + " is of workspace " + candidate->workspace.id,
                         "Give a document of workspace " + flags.workspace + ".");
  const auto settings = load_settings(terminal, flags.config);
  if (!settings) return Exit::invalid;
  const auto redis = redis_of(terminal, *settings, "switchroom-what-if");
  if (!redis) return redis.error();
  const storage::Keys keys{settings->shard.number};
  const bool first_contacts = whatif::asks_for_first_contact(candidate->workspace);
  const auto read = [&](redis::Connection& connection) {
    return read_material(connection, keys, {flags.workspace, Milliseconds{*since}}, first_contacts);
  };
  Result<whatif::Material> material = run_on_redis<whatif::Material>(*redis, read);
  if (!material)
    return material.error().fault == Fault::not_found ? terminal.fail(Exit::failed, material.error())
                                                      : redis_failed(terminal, material.error());
  const Result<whatif::Recording> recording = whatif::recording_of(std::move(*material));
  if (!recording) return terminal.fail(Exit::failed, recording.error());
  return tell(terminal, flags, *candidate, *recording, keys.shard, now() - Milliseconds{*since});
}

}  // namespace

void add_what_if(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* command =
      app.add_subcommand("what-if", "Say what other rules would have changed (reads Redis, changes nothing)");
  command->add_option("--workspace", flags->workspace, "Whose recorded messages")->required();
  command->add_option("--with", flags->file, "The other rules: a workspace document, or - for standard input")
      ->required();
  command->add_option("--since", flags->since, "How far back, such as 30m, 24h or 7d")->capture_default_str();
  command->add_option("--examples", flags->examples, "So many tickets are explained both ways")->capture_default_str();
  command->add_option("--config", flags->config, "The server's settings, which tell where Redis is");
  command->add_flag("--json", flags->json, "One JSON object");
  add_examples(*command, "switchroom what-if --workspace demo --with config/samples/workspace.yaml --since 24h",
               "switchroom what-if --workspace demo --with config/samples/workspace.yaml --since 30m --json");
  command->callback(
      [&session, flags] { session.run = [&session, flags] { return what_if(session.terminal, *flags); }; });
}

}  // namespace switchroom::cli
