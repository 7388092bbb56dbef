// /v1/files/{sha256}: what came inside a message. Never shown by a browser, whatever it is.

#include "gateway/api/routes.hpp"

namespace switchroom::api {

boost::asio::awaitable<server::Reply> show_file(const Exchange& exchange) {
  auto bytes = co_await exchange.backend.file(exchange.workspace(), exchange.arguments.front());
  if (!bytes) co_return refuse(exchange, bytes.error());
  server::Reply reply{.status = 200, .content_type = "application/octet-stream", .body = std::move(*bytes)};
  add_header(reply, "Content-Disposition", "attachment");
  add_header(reply, "X-Content-Type-Options", "nosniff");
  add_header(reply, "Content-Security-Policy", "default-src 'none'; sandbox");
  co_return reply;
}

}  // namespace switchroom::api
