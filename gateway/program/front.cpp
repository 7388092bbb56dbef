#include "gateway/program/front.hpp"

#include <algorithm>
#include <array>

#include "gateway/api/published.hpp"
#include "gateway/server/problem.hpp"
#include "gateway/web/pages.hpp"

namespace switchroom::program {
namespace {

constexpr std::array<std::string_view, 5> operators_paths{"/livez", "/readyz", "/healthz", "/metrics", "/status"};

bool is_published(std::string_view path) { return api::published(path).has_value(); }

server::Reply only_get(const server::Call& call) {
  const Error error{Fault::method_not_allowed, "method", std::string{call.request.method}, "GET"};
  server::Reply reply = server::problem(error, call.request_id);
  reply.headers.push_back({"Allow", "GET, HEAD"});
  return reply;
}

server::Reply nothing_here(const server::Call& call) {
  return server::problem({Fault::not_found, "path", std::string{call.request.path.substr(0, 128)},
                          "/hooks/…, /chat/…, /v1/…, /livez, /readyz, /metrics or /status"},
                         call.request_id);
}

}  // namespace

bool is_operators(std::string_view path) { return std::ranges::find(operators_paths, path) != operators_paths.end(); }

Front::Front(webhooks::WebhookRoute& webhooks, chat::ChatRoute& chat, api::Api& api, operate::Log& log, Operate operate)
    : webhooks_(webhooks), chat_(chat), api_(api), log_(log), operate_(std::move(operate)) {}

std::expected<std::size_t, server::Reply> Front::admit(const server::Call& call) {
  const std::string_view path = call.request.path;
  if (webhooks::WebhookRoute::serves(path)) return webhooks_.admit(call);
  if (chat::ChatRoute::serves(path)) return chat_.admit(call);
  if (web::serves(path)) return web::admit(call);
  if (is_operators(path) || is_published(path)) {
    if (call.request.method == "GET") return 0;
    return std::unexpected(only_get(call));
  }
  if (api::Api::serves(path)) return api_.admit(call);
  return std::unexpected(nothing_here(call));
}

boost::asio::awaitable<server::Reply> Front::answer(server::Call call) {
  if (webhooks::WebhookRoute::serves(call.request.path)) return webhooks_.answer(std::move(call));
  if (chat::ChatRoute::serves(call.request.path)) return chat_.answer(std::move(call));
  return answer_people(std::move(call));
}

boost::asio::awaitable<server::Reply> Front::answer_people(server::Call call) {
  const std::string_view path = call.request.path;
  if (is_operators(path)) {
    std::string own_path{path}, own_query{call.request.query};
    co_return co_await operate_(std::move(own_path), std::move(own_query));
  }
  if (web::serves(path)) co_return web::answer(call);
  if (auto document = api::published(path)) co_return std::move(*document);
  co_return co_await api_.answer(std::move(call), std::chrono::steady_clock::now());
}

void Front::on_exception(std::string_view request_id, std::string_view what) noexcept {
  log_.write(operate::Level::error, "a request failed", {{"request_id", request_id}, {"what", what}});
}

}  // namespace switchroom::program
