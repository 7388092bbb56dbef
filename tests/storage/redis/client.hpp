#pragma once
// A connection with an event loop of its own, for tests: runs the loop until what a test waits for has happened.

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <concepts>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "storage/redis/connection.hpp"

namespace switchroom::redis::test {

class Client {
 public:
  explicit Client(Settings settings, std::vector<const Script*> scripts = {})
      : connection(io.get_executor(), std::move(settings), std::move(scripts)) {
    boost::asio::co_spawn(io, connection.run(),
                          boost::asio::bind_cancellation_slot(stop_.slot(), [this](std::exception_ptr ended) {
                            ended_ = true;
                            failure_ = std::move(ended);
                          }));
  }

  /// Runs the loop until `happened()` is true; throws after 10 s.
  void run_until(std::predicate auto happened) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!happened()) {
      if (std::chrono::steady_clock::now() > limit) throw std::runtime_error("waited 10 s in vain");
      io.restart();
      io.run_one_for(std::chrono::milliseconds{20});
    }
  }
  void run_until_ready() {
    run_until([this] { return connection.ready(); });
  }
  /// Waits for trouble of this kind and gives its words.
  std::string run_until_trouble(Fault fault) {
    run_until([&] { return connection.trouble() && connection.trouble()->fault == fault; });
    return describe(*connection.trouble());
  }

  Result<Reply> ask(Command command) {
    std::optional<Result<Reply>> answer;
    connection.send(command, [&](Result<Reply> reply) { answer = std::move(reply); });
    run_until([&] { return answer.has_value(); });
    return std::move(*answer);
  }

  /// Cancels `run` and waits for its end; what it threw is given back.
  std::exception_ptr stop() {
    stop_.emit(boost::asio::cancellation_type::terminal);
    run_until([this] { return ended_; });
    return failure_;
  }
  bool ended() const { return ended_; }
  std::exception_ptr failure() const { return failure_; }

  boost::asio::io_context io{1};
  Connection connection;

 private:
  boost::asio::cancellation_signal stop_;
  bool ended_ = false;
  std::exception_ptr failure_;
};

inline Settings settings_for(std::string url) {
  Settings settings;
  settings.url = std::move(url);
  return settings;
}

}  // namespace switchroom::redis::test
