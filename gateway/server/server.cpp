#include "gateway/server/server.hpp"

#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <chrono>
#include <utility>

#include "gateway/server/answer_head.hpp"
#include "gateway/server/floor.hpp"
#include "gateway/server/session.hpp"

namespace switchroom::server {
namespace {

using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds accept_pause{100};
constexpr std::int64_t turned_away_max = 64;

void share_port(tcp::acceptor& acceptor) {
  const int on = 1;
  if (::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0)
    throw boost::system::system_error{error_code{errno, boost::system::system_category()}, "SO_REUSEPORT"};
}

/// The client went away while it waited: nothing is wrong with us.
bool is_about_one_connection(const error_code& error) {
  return error == asio::error::connection_aborted || error == asio::error::connection_reset;
}

}  // namespace

Server::Server(asio::io_context& context, const Limits& limits, Handler& handler)
    : context_(context), acceptor_(context), floor_(std::make_shared<Floor>(limits, handler)) {}

Server::~Server() = default;

tcp::endpoint Server::listen(tcp::endpoint endpoint, Listening listening) {
  acceptor_.open(endpoint.protocol());
  acceptor_.set_option(tcp::acceptor::reuse_address{true});
  if (listening == Listening::shared) share_port(acceptor_);
  acceptor_.bind(endpoint);
  acceptor_.listen();
  return acceptor_.local_endpoint();
}

asio::awaitable<void> Server::run() {
  using asio::experimental::awaitable_operators::operator&&;
  sweep();
  co_await (accept_connections() && keep_deadlines());
}

asio::awaitable<void> Server::accept_connections() {
  while (!floor_->is_draining) {
    auto [error, socket] = co_await acceptor_.async_accept(asio::as_tuple(asio::use_awaitable));
    if (floor_->is_draining) break;
    if (error)
      co_await pause_after(error);
    else
      take(std::move(socket));
  }
}

/// Out of descriptors or memory: the connection waits in the kernel, and connections that end make room.
asio::awaitable<void> Server::pause_after(error_code error) {
  if (is_about_one_connection(error)) co_return;
  floor_->figures.accept_errors.add();
  asio::steady_timer timer{context_, accept_pause};
  co_await timer.async_wait(asio::use_awaitable);
}

void Server::take(tcp::socket socket) {
  Figures& figures = floor_->figures;
  const bool has_room = figures.open.value() < static_cast<std::int64_t>(floor_->limits.connections_max);
  figures.accepted.add();
  if (!has_room) figures.refused.add();
  if (!has_room && floor_->turned_away.value() >= turned_away_max) return;
  const auto room = has_room ? Session::Room::given : Session::Room::none;
  auto session = std::make_unique<Session>(std::move(socket), floor_, room);
  auto work = has_room ? Session::serve(std::move(session)) : Session::turn_away(std::move(session));
  asio::co_spawn(context_, std::move(work), asio::detached);
}

asio::awaitable<void> Server::keep_deadlines() {
  asio::steady_timer timer{context_};
  while (!floor_->is_draining || !idle()) {
    timer.expires_after(std::chrono::milliseconds{Floor::tick_ms});
    co_await timer.async_wait(asio::use_awaitable);
    sweep();
  }
}

void Server::sweep() {
  ++floor_->tick;
  floor_->date = http_date(std::chrono::system_clock::now());
  for (Connection& connection : floor_->connections) connection.check_deadline();
}

void Server::drain() {
  if (std::exchange(floor_->is_draining, true)) return;
  take_waiting();
  error_code ignored;
  acceptor_.close(ignored);
  for (Connection& connection : floor_->connections) connection.stop_idling();
}

/// Closing the listener would reset connections that the kernel has accepted for us: their requests are on their way.
void Server::take_waiting() {
  error_code error;
  acceptor_.non_blocking(true, error);
  while (!error) {
    tcp::socket socket = acceptor_.accept(error);
    if (!error) take(std::move(socket));
  }
}

bool Server::idle() const { return floor_->connections.empty(); }

const Figures& Server::figures() const { return floor_->figures; }

}  // namespace switchroom::server
