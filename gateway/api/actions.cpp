#include "gateway/api/actions.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <stdexcept>
#include <utility>

#include "gateway/api/json_views.hpp"
#include "gateway/api/percent.hpp"
#include "gateway/api/preconditions.hpp"

namespace switchroom::api {
namespace {

constexpr std::size_t key_bytes_max = 255;

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

Error bad_body(std::string where, std::string found, std::string expected) {
  return {Fault::malformed_request, std::move(where), std::move(found), std::move(expected)};
}

std::string random_key() {
  std::array<unsigned char, 32> random{};
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) throw std::runtime_error("no randomness");
  return "drawn-" + sha256_hex({reinterpret_cast<const char*>(random.data()), random.size()}).substr(0, 32);
}

server::Reply pending(const std::string& key) {
  const std::string where = "/v1/actions/" + percent_encoded(key);
  server::Reply reply = json_reply(boost::json::object{{"done", false}, {"pending", true}, {"outcome", where}}, 202);
  add_header(reply, "Location", where);
  add_header(reply, "Retry-After", "1");
  return reply;
}

}  // namespace

Result<std::string> idempotency_key(const Exchange& exchange) {
  const auto key = exchange.call.request.header("Idempotency-Key");
  if (key && !key->empty() && key->size() <= key_bytes_max && is_printable(*key)) return std::string{*key};
  return std::unexpected(bad_body("Idempotency-Key", key ? "something else" : "no such header, or two",
                                  "one header of 1–255 printable ASCII characters, new for each action"));
}

Result<std::string> idempotency_key_or_random(const Exchange& exchange) {
  if (!is_present(exchange, "Idempotency-Key")) return random_key();
  return idempotency_key(exchange);
}

Result<boost::json::object> json_body(const Exchange& exchange, std::span<const std::string_view> known) {
  const std::string_view body = exchange.call.request.body;
  if (body.empty()) return boost::json::object{};
  boost::system::error_code failure;
  boost::json::value document = boost::json::parse(body, failure);
  if (failure) return std::unexpected(bad_body("body", failure.message(), "a JSON object"));
  if (!document.is_object()) return std::unexpected(bad_body("body", "another JSON value", "a JSON object"));
  for (const auto& member : document.get_object())
    if (std::ranges::find(known, std::string_view{member.key()}) == known.end())
      return std::unexpected(
          bad_body("body", "a member that means nothing here", "`" + std::string{known.front()} + "`"));
  return std::move(document.get_object());
}

Result<std::string> text_in(const boost::json::object& body, std::string_view name) {
  const boost::json::value* value = body.if_contains(name);
  if (value == nullptr) return std::string{};
  if (!value->is_string()) return std::unexpected(bad_body(std::string{name}, "something else", "a text"));
  return std::string{value->get_string()};
}

Result<std::vector<std::string>> texts_in(const boost::json::object& body, std::string_view name) {
  const boost::json::value* value = body.if_contains(name);
  const Error wanted = bad_body(std::string{name}, value == nullptr ? "nothing" : "something else", "a list of texts");
  if (value == nullptr || !value->is_array()) return std::unexpected(wanted);
  std::vector<std::string> texts;
  for (const boost::json::value& one : value->get_array()) {
    if (!one.is_string() || one.get_string().empty()) return std::unexpected(wanted);
    texts.emplace_back(one.get_string());
  }
  std::ranges::sort(texts);
  texts.erase(std::ranges::unique(texts).begin(), texts.end());
  return texts;
}

shard::Action action_of(const Exchange& exchange, shard::ActionKind kind, std::string key) {
  shard::Action action;
  action.kind = kind;
  action.workspace = exchange.workspace();
  action.idempotency_key = std::move(key);
  action.actor = exchange.token.agent.empty() ? exchange.token.label : exchange.token.agent;
  action.role = exchange.token.role;
  return action;
}

boost::asio::awaitable<server::Reply> carry_out(const Exchange& exchange, shard::Action action) {
  const std::string key = action.idempotency_key;
  const bool is_configuration = action.kind == shard::ActionKind::apply_configuration;
  const auto outcome = co_await exchange.backend.act(std::move(action));
  if (!outcome) co_return refuse(exchange, outcome.error());
  if (!*outcome) co_return pending(key);
  const bool is_late = (*outcome)->refused && is_configuration && (*outcome)->refused->fault == Fault::stale_version;
  if (is_late) co_return co_await refuse_changed(exchange, **outcome);
  server::Reply reply = reply_to(exchange, **outcome);
  add_header(reply, "Idempotency-Key", key);
  co_return reply;
}

server::Reply reply_to(const Exchange& exchange, const shard::Outcome& outcome) {
  boost::json::object document = outcome_document(outcome, exchange.backend.shard_of(exchange.workspace()));
  if (!outcome.refused) {
    server::Reply reply = json_reply(document);
    if (outcome.version != 0) add_header(reply, "ETag", entity_tag(outcome.version));
    return reply;
  }
  if (outcome.refused->fault != Fault::stale_version) return refuse(exchange, *outcome.refused);
  document.erase("refused");
  document.erase("done");
  server::Reply reply = refuse_with(exchange, *outcome.refused, "current", std::move(document));
  add_header(reply, "ETag", entity_tag(outcome.version));
  return reply;
}

}  // namespace switchroom::api
