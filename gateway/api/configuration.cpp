// /v1/configuration: the workspace document in force, and a new one.

#include <string>
#include <utility>

#include "gateway/api/candidates.hpp"
#include "gateway/api/routes.hpp"

namespace switchroom::api {

boost::asio::awaitable<server::Reply> show_configuration(const Exchange& exchange) {
  auto configuration = co_await exchange.backend.configuration(exchange.workspace());
  if (!configuration) co_return refuse(exchange, configuration.error());
  co_return document_reply(std::move(configuration->document), configuration->version);
}

boost::asio::awaitable<server::Reply> apply_configuration(const Exchange& exchange) {
  Submission submission{.document = std::string{exchange.call.request.body}};
  co_return co_await submit(exchange, std::move(submission));
}

}  // namespace switchroom::api
