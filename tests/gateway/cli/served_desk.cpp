#include "served_desk.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <cstdio>

#include "gateway/server/problem.hpp"

namespace switchroom::cli {

ServedDesk::ServedDesk() : server_(context_, {}, *this) {
  port_ = server_.listen({boost::asio::ip::address_v4::loopback(), 0}, server::Listening::alone).port();
  boost::asio::co_spawn(context_, server_.run(), boost::asio::detached);
  thread_ = std::jthread{[this] { context_.run(); }};
}

ServedDesk::~ServedDesk() {
  context_.stop();
  thread_.join();
}

std::expected<std::size_t, server::Reply> ServedDesk::admit(const server::Call& call) {
  if (api::Api::serves(call.request.path)) return desk.api.admit(call);
  return 100'000;
}

boost::asio::awaitable<server::Reply> ServedDesk::answer(server::Call call) {
  const std::string_view path = call.request.path;
  if (api::Api::serves(path)) co_return co_await desk.api.answer(call, {});
  if (path == "/readyz") co_return operate::readyz(checks, operate::has_flag(call.request.query, "verbose"));
  if (path == "/status") co_return operate::status_page({.version = "test"}, checks, {});
  connectors::OwnedRequest delivery{
      std::string{call.request.method}, std::string{path}, {}, {}, std::string{call.request.body}};
  for (const auto& header : call.request.headers)
    delivery.headers.push_back({std::string{header.name}, std::string{header.value}});
  deliveries.push_back(std::move(delivery));
  const Error unknown{Fault::unknown_channel, std::string{path}, "", "/hooks/demo/…"};
  co_return path.starts_with("/hooks/demo/") ? server::Reply{} : server::problem(unknown, call.request_id);
}

void ServedDesk::on_exception(std::string_view, std::string_view what) noexcept {
  std::fprintf(stderr, "the handler threw: %.*s\n", static_cast<int>(what.size()), what.data());
}

}  // namespace switchroom::cli
