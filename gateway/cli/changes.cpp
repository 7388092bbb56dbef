#include "gateway/cli/changes.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <charconv>
#include <ostream>
#include <utility>

#include "gateway/api/percent.hpp"

namespace switchroom::cli {
namespace {

boost::json::object document_of(const Change& change, bool applied) {
  return {{"applied", applied}, {"from", change.from}, {"differences", change.differences}};
}

/// For scripts: nothing was applied, and why.
void tell_refusal(const Terminal& terminal, const Change& change, boost::json::object problem) {
  if (!change.json) return;
  boost::json::object document = document_of(change, false);
  document["problem"] = std::move(problem);
  terminal.out << boost::json::serialize(document) << '\n';
}

std::string version_in_words(std::uint64_t version) {
  return version == 0 ? std::string{"no configuration"} : fmt::format("version {}", version);
}

/// Who put in force what is there now, as the problem says it.
void tell_current(const Terminal& terminal, const boost::json::object& problem) {
  const boost::json::value* current = problem.if_contains("current");
  if (current == nullptr || !current->is_object()) return;
  const boost::json::value* by = current->get_object().if_contains("by");
  const boost::json::value* at = current->get_object().if_contains("at");
  if (by == nullptr || at == nullptr || !by->is_string() || !at->is_string()) return;
  terminal.err << fmt::format("  in force since {} by {}\n", std::string_view{at->get_string()},
                              quoted(by->get_string()));
}

}  // namespace

void add_expect_version(CLI::App& command, std::optional<std::uint64_t>& expected) {
  command.add_option("--expect-version", expected,
                     "Only if this version is in force (0: none); else exit with 5 and change nothing");
}

void tell(const Terminal& terminal, const Change& change, const HttpAnswer* answer) {
  if (change.json) {
    boost::json::object document = document_of(change, answer != nullptr);
    boost::system::error_code failure;
    if (answer != nullptr) document["answer"] = boost::json::parse(answer->body, failure);
    terminal.out << boost::json::serialize(document) << '\n';
    return;
  }
  for (const auto& difference : change.differences) terminal.out << std::string_view{difference.as_string()} << '\n';
  if (change.differences.empty()) terminal.out << "nothing changes\n";
}

std::optional<Exit> refuse_unexpected(const Terminal& terminal, const Change& change) {
  if (change.expected.value_or(change.from) == change.from) return std::nullopt;
  const Error error{Fault::stale_version, "configuration", version_in_words(change.from),
                    version_in_words(*change.expected)};
  tell_refusal(terminal, change, {{"type", "/docs/errors#stale_version"}, {"detail", describe(error)}});
  terminal.fail(Exit::changed, describe(error), "`switchroom history list` says who changed it, and when.");
  return Exit::changed;
}

Exit put_in_force(const Terminal& terminal, const Remote& remote, connectors::OwnedRequest request,
                  const Change& change) {
  if (change.from == 0)
    request.headers.push_back({"If-None-Match", "*"});
  else
    request.headers.push_back({"If-Match", fmt::format("\"{}\"", change.from)});
  remote.authorize(request);
  const auto answer = remote.send(request);
  if (!answer) return Exit::not_reached;
  if (answer->status != 200 && answer->status != 202) {
    boost::json::object problem = object_in(*answer);
    const Exit exit = remote.refused(*answer);
    tell_current(terminal, problem);
    tell_refusal(terminal, change, std::move(problem));
    return exit;
  }
  tell(terminal, change, &*answer);
  if (answer->status == 202)
    terminal.err << "stored; it takes effect when the shard's owner is back: " << answer->header("Location") << '\n';
  else
    terminal.err << "applied as version " << answer->header("ETag") << '\n';
  return Exit::done;
}

std::string note_query(const std::string& note) {
  return note.empty() ? std::string{} : "note=" + api::percent_encoded(note);
}

std::expected<Change, Exit> differences_at(const Remote& remote, const std::string& path, const std::string& query) {
  const auto answer = remote.get(path, query);
  if (!answer) return std::unexpected(Exit::not_reached);
  if (answer->status != 200) return std::unexpected(remote.refused(*answer));
  boost::json::object document = object_in(*answer);
  const boost::json::value* differences = document.if_contains("differences");
  if (differences == nullptr || !differences->is_array()) return std::unexpected(remote.refused(*answer));
  Change change{.differences = differences->get_array(), .from = version_of(*answer)};
  const boost::json::value* draft = document.if_contains("draft");
  if (draft != nullptr && draft->is_string()) change.draft = draft->get_string();
  return change;
}

std::uint64_t version_of(const HttpAnswer& answer) {
  const std::string_view tag = answer.header("ETag");
  std::uint64_t version = 0;
  if (tag.size() > 2) std::from_chars(tag.data() + 1, tag.data() + tag.size() - 1, version);
  return version;
}

}  // namespace switchroom::cli
