#include "running_server.hpp"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <stdexcept>

#include "gateway/server/problem.hpp"

namespace switchroom::server {
namespace {

constexpr std::chrono::seconds patience{20};

Reply text(std::string body) { return {200, "text/plain", std::move(body), {}}; }

std::string description(const Call& call) {
  std::string text;
  text.append(call.request.method).append(" ").append(call.request.path).append(" ").append(call.request.query);
  text.append(" ").append(call.target).append(" ").append(call.request_id).append(" ").append(call.remote_address);
  text += call.request.spare_bytes >= 64 ? " spare" : " bare";
  for (const connectors::Header& header : call.request.headers)
    text.append("\n").append(header.name).append("=").append(header.value);
  return text;
}

std::string large(std::string_view query) {
  std::size_t size = 0;
  std::from_chars(query.data(), query.data() + query.size(), size);
  return std::string(size, 'x');
}

asio::awaitable<void> give_back(asio::ip::tcp::socket socket, std::atomic<int>& taken) {
  ++taken;
  for (std::array<char, 1024> bytes;;) {
    const auto [error, count] =
        co_await socket.async_read_some(asio::buffer(bytes), asio::as_tuple(asio::use_awaitable));
    if (error) co_return;
    co_await asio::async_write(socket, asio::buffer(bytes, count), asio::as_tuple(asio::use_awaitable));
  }
}

}  // namespace

std::expected<std::size_t, Reply> Program::admit(const Call& call) {
  const std::string_view path = call.request.path;
  if (path == "/throw-early") throw std::runtime_error("thrown early");
  if (call.request.method == "DELETE") {
    Reply refusal = problem({Fault::method_not_allowed, "method", "DELETE", "GET or POST"}, call.request_id);
    refusal.headers.push_back({"Allow", "GET, POST"});
    return std::unexpected(std::move(refusal));
  }
  if (path == "/small") return 10;
  if (path == "/echo" || path == "/describe" || path == "/large" || path == "/hold" || path == "/block" ||
      path == "/throw" || path == "/take")
    return 1 << 20;
  return std::unexpected(problem({Fault::not_found, std::string{path}, {}, {}}, call.request_id));
}

asio::awaitable<Reply> Program::answer(Call call) {
  const std::string_view path = call.request.path;
  if (path == "/throw") throw std::runtime_error("thrown");
  if (path == "/hold") {
    ++holding;
    co_await released_.async_wait(asio::as_tuple(asio::use_awaitable));
    --holding;
  }
  if (path == "/block") blocked_.wait();
  if (path == "/take") {
    Reply reply;
    reply.takeover = [this](asio::ip::tcp::socket socket) { return give_back(std::move(socket), taken); };
    co_return reply;
  }
  if (path == "/describe") co_return text(description(call));
  if (path == "/large") co_return text(large(call.request.query));
  co_return text(std::string{call.request.body});
}

void Program::on_exception(std::string_view, std::string_view) noexcept { ++exceptions; }

RunningServer::RunningServer(const Limits& limits) : server_(context_, limits, program_) {
  port_ = server_.listen({asio::ip::address_v4::loopback(), 0}, Listening::alone).port();
  run_ = asio::co_spawn(context_, server_.run(), asio::use_future);
  thread_ = std::jthread{[this] { context_.run(); }};
}

RunningServer::~RunningServer() {
  context_.stop();
  thread_.join();
}

void RunningServer::release_held() {
  asio::post(context_, [this] { program_.release(); });
}

void RunningServer::drain() {
  asio::post(context_, [this] { server_.drain(); });
}

bool RunningServer::has_ended() { return run_.wait_for(patience) == std::future_status::ready; }

bool becomes_true(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace switchroom::server
