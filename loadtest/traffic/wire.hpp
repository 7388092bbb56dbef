#pragma once
// A keep-alive connection of the generator: at most one request under way. Non-blocking; the owner's epoll tells it
// when to go on. One thread.

#include <netinet/in.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "config/vocabulary/error.hpp"
#include "loadtest/traffic/answer_reader.hpp"

namespace switchroom::traffic {

class Wire {
 public:
  enum class State : std::uint8_t { closed, connecting, idle, busy };

  /// `token` is what `epoll` gives back for it.
  Wire(int epoll, std::uint32_t token) : epoll_(epoll), token_(token) {}
  ~Wire() { close(); }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  State state() const { return state_; }

  /// Begins to connect. False: refused at once.
  bool open(const sockaddr_in& server);
  /// Where the bytes of the next request are to be written; then call `send`.
  std::string& request() { return request_; }
  /// Sends `request()`. Only while idle. False: the connection is closed.
  bool send();
  /// Goes on with connecting or sending. False: the connection is closed.
  bool on_writable();
  /// Takes what has come; the answer if it is complete. Error: the connection is closed.
  Result<std::optional<HttpAnswer>> on_readable();
  void close();

 private:
  bool flush();
  void want_writable(bool wanted);
  Result<std::optional<HttpAnswer>> broken(std::string_view found);

  int epoll_;
  std::uint32_t token_;
  int fd_ = -1;
  State state_ = State::closed;
  bool wants_writable_ = false;
  std::string request_;
  std::size_t written_ = 0;
  AnswerReader reader_;
};

}  // namespace switchroom::traffic
