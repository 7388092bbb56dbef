#include "gateway/api/preconditions.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <charconv>
#include <utility>

#include "gateway/api/json_views.hpp"

namespace switchroom::api {
namespace {

Error bad_header(std::string where, std::string expected) {
  return {Fault::malformed_request, std::move(where), "something else", std::move(expected)};
}

}  // namespace

Result<ExpectedVersion> version_of_tag(std::string_view tag) {
  if (tag == "*") return ExpectedVersion{};
  if (tag.size() > 2 && tag.starts_with('"') && tag.ends_with('"')) tag = tag.substr(1, tag.size() - 2);
  std::uint64_t version = 0;
  const auto [end, failure] = std::from_chars(tag.data(), tag.data() + tag.size(), version);
  if (failure == std::errc{} && end == tag.data() + tag.size()) return ExpectedVersion{version};
  return std::unexpected(bad_header("If-Match", "the version as an entity tag, or `*`"));
}

Result<ExpectedVersion> expected_configuration(const Exchange& exchange) {
  const connectors::Request& request = exchange.call.request;
  if (is_present(exchange, "If-None-Match")) {
    if (request.header("If-None-Match") == "*" && !is_present(exchange, "If-Match")) return ExpectedVersion{0};
    return std::unexpected(bad_header("If-None-Match", "`*` once, and no If-Match"));
  }
  if (!is_present(exchange, "If-Match")) return ExpectedVersion{};
  return version_of_tag(request.header("If-Match").value_or(""));
}

boost::asio::awaitable<server::Reply> refuse_changed(const Exchange& exchange, const shard::Outcome& outcome) {
  boost::json::object current{{"version", outcome.version}};
  const auto history = co_await exchange.backend.history(exchange.workspace());
  if (history) {
    const auto found = std::ranges::find(history->versions, outcome.version, &shard::VersionView::version);
    if (found != history->versions.end()) add_note(current, found->by);
  }
  server::Reply reply = refuse_with(exchange, *outcome.refused, "current", std::move(current));
  if (outcome.version != 0) add_header(reply, "ETag", entity_tag(outcome.version));
  co_return reply;
}

}  // namespace switchroom::api
