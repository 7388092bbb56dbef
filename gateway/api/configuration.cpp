// /v1/configuration: the workspace document in force, and a new one.

#include <boost/json/array.hpp>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/api/actions.hpp"
#include "gateway/api/document_check.hpp"
#include "gateway/api/json_views.hpp"
#include "gateway/api/routes.hpp"
#include "storage/kafka/apart.hpp"

namespace switchroom::api {
namespace {

server::Reply refuse_document(const Exchange& exchange, const std::vector<Error>& errors) {
  boost::json::array list;
  for (const Error& error : errors) list.push_back(error_document(error));
  return refuse_with(exchange, errors.front(), "errors", std::move(list));
}

/// A valid document may still be somebody else's.
std::vector<Error> errors_in(std::string_view document, const std::string& workspace) {
  const documents::CheckedWorkspace checked = check_document(document, "workspace.yaml");
  if (!checked.workspace || checked.workspace->id == workspace) return checked.errors;
  return {{Fault::invalid_document, "workspace.yaml: the workspace's id", checked.workspace->id,
           workspace + ", the workspace of the token"}};
}

/// A big document takes long, and this thread has others to answer.
boost::asio::awaitable<std::vector<Error>> check_apart(std::string_view document, const std::string& workspace) {
  std::move_only_function<std::vector<Error>(std::stop_token)> work = [document, &workspace](std::stop_token) {
    return errors_in(document, workspace);
  };
  co_return co_await storage::run_apart(std::move(work));
}

}  // namespace

boost::asio::awaitable<server::Reply> show_configuration(const Exchange& exchange) {
  auto configuration = co_await exchange.backend.configuration(exchange.workspace());
  if (!configuration) co_return refuse(exchange, configuration.error());
  server::Reply reply;
  reply.content_type = "application/yaml";
  reply.body = std::move(configuration->document);
  add_header(reply, "ETag", entity_tag(configuration->version));
  co_return reply;
}

boost::asio::awaitable<server::Reply> apply_configuration(const Exchange& exchange) {
  auto key = idempotency_key_or_random(exchange);
  if (!key) co_return refuse(exchange, key.error());
  const std::vector<Error> errors = co_await check_apart(exchange.call.request.body, exchange.workspace());
  if (!errors.empty()) co_return refuse_document(exchange, errors);
  shard::Action action = action_of(exchange, shard::ActionKind::apply_configuration, std::move(*key));
  action.document = exchange.call.request.body;
  co_return co_await carry_out(exchange, std::move(action));
}

}  // namespace switchroom::api
