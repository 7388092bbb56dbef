#include "gateway/api/candidates.hpp"

#include <functional>
#include <stop_token>
#include <utility>

#include "config/workspace/diff.hpp"
#include "connectors/text_encoding.hpp"
#include "gateway/api/actions.hpp"
#include "gateway/api/document_check.hpp"
#include "gateway/api/json_views.hpp"
#include "gateway/api/preconditions.hpp"
#include "storage/kafka/apart.hpp"

// A big document takes a second to read, and the thread has others to answer: whatever reads one runs on a thread of
// its own, of which there are no more than requests of administrators at a time.

namespace switchroom::api {
namespace {

constexpr std::size_t note_bytes_max = 500;

/// A valid document may still be somebody else's.
std::vector<Error> errors_in(const std::string& document, const std::string& workspace) {
  const documents::CheckedWorkspace checked = check_document(document, "workspace.yaml");
  if (!checked.workspace || checked.workspace->id == workspace) return checked.errors;
  return {{Fault::invalid_document, "workspace.yaml: the workspace's id", checked.workspace->id,
           workspace + ", the workspace of the token"}};
}

Result<boost::json::array> differences(const std::string& before, const std::string& after) {
  const auto new_one = documents::decode_workspace(after, "workspace.yaml");
  if (!new_one) return std::unexpected(new_one.error().front());
  const auto old_one = documents::decode_workspace(before, "workspace.yaml");
  boost::json::array words;
  for (const std::string& line : workspace::differences(old_one ? *old_one : workspace::Workspace{}, *new_one))
    words.emplace_back(line);
  return words;
}

}  // namespace

boost::asio::awaitable<std::vector<Error>> check_apart(std::string document, std::string workspace) {
  std::move_only_function<std::vector<Error>(std::stop_token)> work =
      [document = std::move(document), workspace = std::move(workspace)](std::stop_token) {
        return errors_in(document, workspace);
      };
  co_return co_await storage::run_apart(std::move(work));
}

server::Reply refuse_document(const Exchange& exchange, const std::vector<Error>& errors) {
  boost::json::array list;
  for (const Error& error : errors) list.push_back(error_document(error));
  return refuse_with(exchange, errors.front(), "errors", std::move(list));
}

boost::asio::awaitable<Result<boost::json::array>> differences_apart(std::string before, std::string after) {
  std::move_only_function<Result<boost::json::array>(std::stop_token)> work =
      [before = std::move(before), after = std::move(after)](std::stop_token) { return differences(before, after); };
  co_return co_await storage::run_apart(std::move(work));
}

server::Reply document_reply(std::string document, std::uint64_t version) {
  server::Reply reply;
  reply.content_type = "application/yaml";
  reply.body = std::move(document);
  add_header(reply, "ETag", entity_tag(version));
  return reply;
}

Result<std::string> note_of(const Exchange& exchange) {
  const std::string_view query = exchange.call.request.query;
  if (!query.starts_with("note=") && !query.contains("&note=")) return std::string{};
  const auto given = query_parameter(query, "note");
  std::string note;
  if (given) connectors::append_utf8(*given, note);
  if (given && note.size() <= note_bytes_max) return note;
  return std::unexpected(Error{Fault::malformed_request, "note", given ? "a longer text" : "a broken encoding",
                               "at most " + std::to_string(note_bytes_max) + " bytes, percent-encoded"});
}

boost::asio::awaitable<server::Reply> submit(const Exchange& exchange, Submission submission) {
  auto key = idempotency_key_or_random(exchange);
  if (!key) co_return refuse(exchange, key.error());
  auto note = note_of(exchange);
  if (!note) co_return refuse(exchange, note.error());
  const auto expected = expected_configuration(exchange);
  if (!expected) co_return refuse(exchange, expected.error());
  const std::vector<Error> errors = co_await check_apart(submission.document, exchange.workspace());
  if (!errors.empty()) co_return refuse_document(exchange, errors);
  shard::Action action = action_of(exchange, submission.kind, std::move(*key));
  action.document = std::move(submission.document);
  action.note = note->empty() ? std::move(submission.note) : std::move(*note);
  if (submission.kind == shard::ActionKind::apply_configuration) action.version = *expected;
  action.ends_draft = submission.ends_draft;
  co_return co_await carry_out(exchange, std::move(action));
}

}  // namespace switchroom::api
