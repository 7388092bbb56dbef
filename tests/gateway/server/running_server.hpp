#pragma once
// A server with a small program behind it, on a thread of its own.

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <future>
#include <latch>
#include <string>
#include <thread>

#include "gateway/server/server.hpp"

namespace switchroom::server {

/// /echo gives the body back (up to 1 MiB), /small takes 10 bytes, /describe tells the call, /large?n answers n bytes,
/// /hold answers when released, /block keeps the thread until unblocked, /take gives the
/// connection away to somebody who gives each byte back, /throw and /throw-early throw; everything else
/// is refused by the head with 404, DELETE with 405.
class Program : public Handler {
 public:
  explicit Program(asio::io_context& context) : released_(context, asio::steady_timer::time_point::max()) {}

  std::expected<std::size_t, Reply> admit(const Call& call) override;
  asio::awaitable<Reply> answer(Call call) override;
  void on_exception(std::string_view request_id, std::string_view what) noexcept override;

  /// Any thread.
  void unblock() { blocked_.count_down(); }
  /// On the server's thread.
  void release() { released_.cancel(); }

  std::atomic<int> holding{0};
  std::atomic<int> exceptions{0};
  std::atomic<int> taken{0};

 private:
  asio::steady_timer released_;
  std::latch blocked_{1};
};

/// Listens on a port that the kernel picks; stops when it dies.
class RunningServer {
 public:
  explicit RunningServer(const Limits& limits = {});
  ~RunningServer();

  std::uint16_t port() const { return port_; }
  const Figures& figures() const { return server_.figures(); }
  Program& program() { return program_; }

  void release_held();
  void drain();
  /// Whether `run` has ended within 20 s after a drain.
  bool has_ended();

 private:
  asio::io_context context_{1};
  Program program_{context_};
  Server server_;
  std::uint16_t port_ = 0;
  std::future<void> run_;
  std::jthread thread_;
};

/// Waits until it holds; false after 20 s.
bool becomes_true(const std::function<bool()>& condition);

}  // namespace switchroom::server
