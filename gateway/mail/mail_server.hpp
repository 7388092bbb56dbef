#pragma once
// An SMTP or LMTP server on one thread: one io_context, one listener, nothing shared with other threads.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "gateway/mail/figures.hpp"
#include "gateway/mail/handler.hpp"
#include "gateway/mail/limits.hpp"
#include "gateway/server/server.hpp"

namespace switchroom::smtp {

struct Floor;

class MailServer {
 public:
  /// `handler` has to outlive the run of the io_context. `certificate`: null: no STARTTLS.
  MailServer(asio::io_context& context, Dialect dialect, Limits limits, Handler& handler,
             std::shared_ptr<asio::ssl::context> certificate);
  ~MailServer();

  /// Begins to listen; returns the address with its real port. Throws boost::system::system_error if that can't be
  /// done.
  asio::ip::tcp::endpoint listen(asio::ip::tcp::endpoint endpoint, server::Listening listening);

  /// Accepts and keeps deadlines until `drain` was called and all connections are closed. Once, after `listen`.
  asio::awaitable<void> run();

  /// Stops accepting; tells connections 421 unless a mail is on its way, and those once that is answered. On this
  /// thread.
  void drain();

  /// The certificate for connections from now on. On this thread.
  void show(std::shared_ptr<asio::ssl::context> certificate);

  /// Any thread, as long as the server lives.
  const Figures& figures() const;

 private:
  asio::awaitable<void> accept_connections();
  asio::awaitable<void> keep_deadlines();
  void take(asio::ip::tcp::socket socket);

  asio::io_context& context_;
  asio::ip::tcp::acceptor acceptor_;
  std::shared_ptr<Floor> floor_;
};

}  // namespace switchroom::smtp
