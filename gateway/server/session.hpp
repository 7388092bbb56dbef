#pragma once
// One connection: requests in, answers out, in order. One thread.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/server/floor.hpp"
#include "gateway/server/request_reader.hpp"

namespace switchroom::server {

/// Lives as long as its coroutine. The sweeper looks at its deadline; everything else happens in the coroutine.
class Session final : public Connection {
 public:
  /// Whether a connection is one of the `connections_max`.
  enum class Room : std::uint8_t { given, none };

  Session(asio::ip::tcp::socket socket, std::shared_ptr<Floor> floor, Room room);
  ~Session();

  /// Serves the connection until it is closed. Lets no exception out.
  static asio::awaitable<void> serve(std::unique_ptr<Session> session);
  /// Tells the client that there are too many connections, and closes.
  static asio::awaitable<void> turn_away(std::unique_ptr<Session> session);

  void check_deadline() override;
  void stop_idling() override;

 private:
  enum class Phase : std::uint8_t { idle, head, body, handler, sending, lingering, handed_over };
  enum class Received : std::uint8_t { some, end, late };
  enum class After : std::uint8_t { keep, close };

  // Those that return bool: whether the connection goes on.
  asio::awaitable<bool> receive_head();
  asio::awaitable<bool> exchange();
  asio::awaitable<bool> receive_body();
  asio::awaitable<bool> reject(Error error);
  asio::awaitable<bool> give_up(Received why);
  asio::awaitable<bool> send(Reply reply, After after);
  asio::awaitable<bool> hand_over(Takeover takeover);
  asio::awaitable<bool> send_rest(std::string rest);
  asio::awaitable<Received> receive();
  asio::awaitable<Reply> ask_handler();
  asio::awaitable<void> linger();

  std::expected<std::size_t, Reply> ask_admission();
  Call call() const { return {reader_->request(), reader_->parsed().target, request_id_, remote_address_}; }
  bool has_memory_for_body();
  void begin(Phase phase);
  void take_desk();
  void end_request();
  void leave_desk();
  Received read_available();
  std::string write_now(const Reply& reply, After after);
  Reply failure(std::string_view what);
  void cut_answer();
  int ms_allowed(Phase phase) const;

  std::shared_ptr<Floor> floor_;
  const Room room_;
  asio::ip::tcp::socket socket_;
  std::string remote_address_;
  DeskPool::Lease desk_;
  std::optional<RequestReader> reader_;  // while there is a desk
  std::string_view request_id_;          // of a request whose head is here
  std::uint64_t deadline_ = 0;
  std::size_t body_bytes_ = 0;  // of the floor's `bodies_bytes`
  Phase phase_ = Phase::idle;
  bool is_head_request_ = false;
  bool is_late_ = false;      // the sweeper ended the step
  bool is_cut_ = false;       // the sweeper answered in the handler's place
  bool must_linger_ = false;  // an answer went out after which we close
};

}  // namespace switchroom::server
