// /v1/configuration/draft: a document that is valid and waits. One a workspace.

#include <boost/json/object.hpp>
#include <string>
#include <utility>

#include "gateway/api/actions.hpp"
#include "gateway/api/candidates.hpp"
#include "gateway/api/routes.hpp"

namespace switchroom::api {
namespace {

constexpr std::size_t tag_digits = 16;

/// Tells one draft from another.
std::string tag_of(const std::string& document) { return sha256_hex(document).substr(0, tag_digits); }

/// The query's `draft`, if there is one, is the tag of the draft that is meant.
bool is_meant(const Exchange& exchange, const std::string& document) {
  const auto meant = query_parameter(exchange.call.request.query, "draft");
  return !meant || *meant == tag_of(document);
}

}  // namespace

boost::asio::awaitable<server::Reply> show_draft(const Exchange& exchange) {
  auto draft = co_await exchange.backend.draft(exchange.workspace());
  if (!draft) co_return refuse(exchange, draft.error());
  server::Reply reply;
  reply.content_type = "application/yaml";
  add_header(reply, "ETag", '"' + tag_of(draft->document) + '"');
  reply.body = std::move(draft->document);
  co_return reply;
}

boost::asio::awaitable<server::Reply> save_draft(const Exchange& exchange) {
  Submission submission{.kind = shard::ActionKind::save_draft, .document = std::string{exchange.call.request.body}};
  co_return co_await submit(exchange, std::move(submission));
}

boost::asio::awaitable<server::Reply> compare_draft(const Exchange& exchange) {
  auto draft = co_await exchange.backend.draft(exchange.workspace());
  if (!draft) co_return refuse(exchange, draft.error());
  auto before = co_await exchange.backend.configuration(exchange.workspace());
  if (!before) co_return refuse(exchange, before.error());
  const std::string tag = tag_of(draft->document);
  auto words = co_await differences_apart(std::move(before->document), std::move(draft->document));
  if (!words) co_return refuse(exchange, words.error());
  const boost::json::object document{
      {"from", before->version}, {"follows", draft->follows}, {"draft", tag}, {"differences", std::move(*words)}};
  server::Reply reply = json_reply(document);
  add_header(reply, "ETag", entity_tag(before->version));
  co_return reply;
}

boost::asio::awaitable<server::Reply> apply_draft(const Exchange& exchange) {
  auto draft = co_await exchange.backend.draft(exchange.workspace());
  if (!draft) co_return refuse(exchange, draft.error());
  if (!is_meant(exchange, draft->document))
    co_return refuse(exchange, {Fault::stale_version, "draft", tag_of(draft->document), "the one that was compared"});
  Submission submission{.document = std::move(draft->document), .note = std::move(draft->by.note), .ends_draft = true};
  co_return co_await submit(exchange, std::move(submission));
}

boost::asio::awaitable<server::Reply> discard_draft(const Exchange& exchange) {
  auto key = idempotency_key_or_random(exchange);
  if (!key) co_return refuse(exchange, key.error());
  const auto draft = co_await exchange.backend.draft(exchange.workspace());
  if (!draft) co_return refuse(exchange, draft.error());
  shard::Action action = action_of(exchange, shard::ActionKind::discard_draft, std::move(*key));
  co_return co_await carry_out(exchange, std::move(action));
}

}  // namespace switchroom::api
