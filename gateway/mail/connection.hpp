#pragma once
// One connection to the mail server: carries out what the session says, over a socket or TLS. One thread.

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/mail/floor.hpp"
#include "gateway/mail/session.hpp"

namespace switchroom::smtp {

/// Lives as long as its coroutine. The sweeper looks at its deadline; everything else happens in the coroutine.
class Connection final : public Guest {
 public:
  Connection(asio::ip::tcp::socket socket, std::shared_ptr<Floor> floor);
  ~Connection();

  /// Serves the connection until it is closed. Lets no exception out.
  static asio::awaitable<void> serve(std::unique_ptr<Connection> connection);

  void check_deadline() override;
  void stop_idling() override;

 private:
  /// What the connection waits for.
  enum class Phase : std::uint8_t { command, content, sending, storing };

  asio::awaitable<void> talk();
  asio::awaitable<bool> carry_out(Session::Next next);
  asio::awaitable<void> deliver();
  asio::awaitable<bool> secure();
  asio::awaitable<bool> receive();
  asio::awaitable<bool> send();
  asio::awaitable<void> say_why();
  asio::awaitable<std::vector<Reply>> store(Mail mail);
  void begin(Phase phase, int ms);
  void count(const std::vector<Reply>& outcomes);
  bool has_memory();
  std::string remote_address() const;

  std::shared_ptr<Floor> floor_;
  asio::ip::tcp::socket socket_;
  std::shared_ptr<boost::asio::ssl::context> certificate_;  // as it was at the start
  std::optional<asio::ssl::stream<asio::ip::tcp::socket&>> tls_;
  Session session_;
  std::array<char, 16 * 1024> buffer_;
  std::string_view unread_;  // of the buffer
  std::string out_;
  std::uint64_t deadline_ = 0;
  std::uint64_t content_until_ = 0;  // 0: no mail is on its way
  std::size_t mail_bytes_ = 0;       // of the floor's `mails_bytes`
  Phase phase_ = Phase::sending;
  bool is_late_ = false;     // the sweeper ended the step
  bool is_stopped_ = false;  // the server drains
  bool is_cut_ = false;      // the last read ended without bytes
  bool is_broken_ = false;   // the last write failed
};

}  // namespace switchroom::smtp
