#include "gateway/mail/mail_server.hpp"

#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <chrono>
#include <utility>

#include "gateway/mail/connection.hpp"
#include "gateway/mail/floor.hpp"

namespace switchroom::smtp {
namespace {

using asio::ip::tcp;
using boost::system::error_code;

/// After an accept that failed for want of descriptors or memory.
constexpr std::chrono::milliseconds accept_pause{100};

void share_port(tcp::acceptor& acceptor) {
  const int on = 1;
  if (::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0)
    throw boost::system::system_error{error_code{errno, boost::system::system_category()}, "SO_REUSEPORT"};
}

/// Tells the client at once, as far as the socket takes it, and closes.
void turn_away(tcp::socket socket, const Limits& limits) {
  std::string words;
  append_reply({421, "4.3.2", limits.host + " has too many connections: come back later"}, words);
  error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(words), ignored);
}

}  // namespace

MailServer::MailServer(asio::io_context& context, Dialect dialect, Limits limits, Handler& handler,
                       std::shared_ptr<asio::ssl::context> certificate)
    : context_(context),
      acceptor_(context),
      floor_(std::make_shared<Floor>(dialect, std::move(limits), handler, std::move(certificate))) {}

MailServer::~MailServer() = default;

tcp::endpoint MailServer::listen(tcp::endpoint endpoint, server::Listening listening) {
  acceptor_.open(endpoint.protocol());
  acceptor_.set_option(tcp::acceptor::reuse_address{true});
  if (listening == server::Listening::shared) share_port(acceptor_);
  acceptor_.bind(endpoint);
  acceptor_.listen();
  return acceptor_.local_endpoint();
}

asio::awaitable<void> MailServer::run() {
  using asio::experimental::awaitable_operators::operator&&;
  co_await (accept_connections() && keep_deadlines());
}

asio::awaitable<void> MailServer::accept_connections() {
  asio::steady_timer timer{context_};
  while (!floor_->is_draining) {
    auto [error, socket] = co_await acceptor_.async_accept(asio::as_tuple(asio::use_awaitable));
    if (floor_->is_draining) break;
    if (!error) {
      take(std::move(socket));
      continue;
    }
    timer.expires_after(accept_pause);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

void MailServer::take(tcp::socket socket) {
  Figures& figures = floor_->figures;
  figures.accepted.add();
  if (figures.open.value() >= static_cast<std::int64_t>(floor_->limits.connections_max)) {
    figures.refused.add();
    return turn_away(std::move(socket), floor_->limits);
  }
  auto connection = std::make_unique<Connection>(std::move(socket), floor_);
  asio::co_spawn(context_, Connection::serve(std::move(connection)), asio::detached);
}

asio::awaitable<void> MailServer::keep_deadlines() {
  asio::steady_timer timer{context_};
  while (!floor_->is_draining || !floor_->guests.empty()) {
    timer.expires_after(std::chrono::milliseconds{Floor::tick_ms});
    co_await timer.async_wait(asio::use_awaitable);
    ++floor_->tick;
    for (Guest& guest : floor_->guests) guest.check_deadline();
  }
}

void MailServer::drain() {
  if (std::exchange(floor_->is_draining, true)) return;
  error_code ignored;
  acceptor_.close(ignored);
  for (Guest& guest : floor_->guests) guest.stop_idling();
}

void MailServer::show(std::shared_ptr<asio::ssl::context> certificate) { floor_->certificate = std::move(certificate); }

const Figures& MailServer::figures() const { return floor_->figures; }

}  // namespace switchroom::smtp
