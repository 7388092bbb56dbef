// /v1/configuration/versions: what was in force, who changed it, and the way back.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <charconv>
#include <string>
#include <utility>

#include "gateway/api/candidates.hpp"
#include "gateway/api/json_views.hpp"
#include "gateway/api/routes.hpp"

namespace switchroom::api {
namespace {

Result<std::uint64_t> version_in(std::string_view text) {
  std::uint64_t version = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (wrong == std::errc{} && end == text.data() + text.size() && version > 0) return version;
  return std::unexpected(Error{Fault::not_found, "version", "", "the number of a version"});
}

/// What is in force, or the version that the query's `from` names.
boost::asio::awaitable<Result<ConfigurationView>> compared_with(const Exchange& exchange) {
  const auto from = query_parameter(exchange.call.request.query, "from");
  if (!from) co_return co_await exchange.backend.configuration(exchange.workspace());
  const Result<std::uint64_t> version = version_in(*from);
  if (!version) co_return std::unexpected(version.error());
  Result<std::string> document = co_await exchange.backend.document(exchange.workspace(), *version);
  if (!document) co_return std::unexpected(std::move(document.error()));
  ConfigurationView view{*version, std::move(*document)};
  co_return view;
}

}  // namespace

boost::asio::awaitable<server::Reply> list_versions(const Exchange& exchange) {
  const auto history = co_await exchange.backend.history(exchange.workspace());
  if (!history) co_return refuse(exchange, history.error());
  boost::json::array versions;
  for (const shard::VersionView& one : history->versions) {
    boost::json::object object{{"version", one.version}, {"in_force", one.in_force}};
    add_note(object, one.by);
    versions.push_back(std::move(object));
  }
  boost::json::object document{{"versions", std::move(versions)}};
  if (history->draft) {
    boost::json::object draft{{"follows", history->draft_follows}};
    add_note(draft, *history->draft);
    document["draft"] = std::move(draft);
  }
  co_return json_reply(document);
}

boost::asio::awaitable<server::Reply> show_version(const Exchange& exchange) {
  const auto version = version_in(exchange.arguments.at(0));
  if (!version) co_return refuse(exchange, version.error());
  auto document = co_await exchange.backend.document(exchange.workspace(), *version);
  if (!document) co_return refuse(exchange, document.error());
  co_return document_reply(std::move(*document), *version);
}

boost::asio::awaitable<server::Reply> compare_version(const Exchange& exchange) {
  const auto version = version_in(exchange.arguments.at(0));
  if (!version) co_return refuse(exchange, version.error());
  auto before = co_await compared_with(exchange);
  if (!before) co_return refuse(exchange, before.error());
  auto after = co_await exchange.backend.document(exchange.workspace(), *version);
  if (!after) co_return refuse(exchange, after.error());
  auto words = co_await differences_apart(std::move(before->document), std::move(*after));
  if (!words) co_return refuse(exchange, words.error());
  const boost::json::object document{{"from", before->version}, {"to", *version}, {"differences", std::move(*words)}};
  server::Reply reply = json_reply(document);
  add_header(reply, "ETag", entity_tag(before->version));
  co_return reply;
}

boost::asio::awaitable<server::Reply> roll_back(const Exchange& exchange) {
  const auto version = version_in(exchange.arguments.at(0));
  if (!version) co_return refuse(exchange, version.error());
  auto document = co_await exchange.backend.document(exchange.workspace(), *version);
  if (!document) co_return refuse(exchange, document.error());
  Submission submission{.document = std::move(*document), .note = "rollback to version " + std::to_string(*version)};
  co_return co_await submit(exchange, std::move(submission));
}

}  // namespace switchroom::api
