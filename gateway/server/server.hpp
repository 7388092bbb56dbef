#pragma once
// An HTTP/1.1 server on one thread: one io_context, one listener, nothing shared with other threads.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <memory>

#include "gateway/server/figures.hpp"
#include "gateway/server/handler.hpp"
#include "gateway/server/limits.hpp"

namespace switchroom::server {

struct Floor;

/// Whether other servers may listen at the same address, each getting a part of the connections (SO_REUSEPORT).
enum class Listening : std::uint8_t { alone, shared };

/// Accepts connections and serves them. `handler` has to outlive the run of the io_context.
class Server {
 public:
  Server(asio::io_context& context, const Limits& limits, Handler& handler);
  ~Server();

  /// Begins to listen; returns the address with its real port. Throws boost::system::system_error if that can't be
  /// done.
  asio::ip::tcp::endpoint listen(asio::ip::tcp::endpoint endpoint, Listening listening);

  /// Accepts and keeps deadlines until `drain` was called and all connections are closed. Once, after `listen`.
  asio::awaitable<void> run();

  /// Stops accepting, closes idle connections, and lets each other one end with its present request. On this thread.
  void drain();

  /// Whether no connection is left. On this thread.
  bool idle() const;

  /// Any thread, as long as the server lives.
  const Figures& figures() const;

 private:
  asio::awaitable<void> accept_connections();
  asio::awaitable<void> keep_deadlines();
  asio::awaitable<void> pause_after(boost::system::error_code error);
  void take(asio::ip::tcp::socket socket);
  void take_waiting();
  void sweep();

  asio::io_context& context_;
  asio::ip::tcp::acceptor acceptor_;
  std::shared_ptr<Floor> floor_;
};

}  // namespace switchroom::server
