#pragma once
// A client that sends exactly the bytes it is told, and reads with a deadline.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace switchroom::server {

/// An answer as it came.
struct Answer {
  int status = 0;
  std::string head;
  std::string body;

  bool has(std::string_view line) const { return head.find("\r\n" + std::string{line} + "\r\n") != std::string::npos; }
};

class RawClient {
 public:
  /// Connects to 127.0.0.1. `receive_buffer` > 0 makes the kernel take no more than about that many bytes unread.
  explicit RawClient(std::uint16_t port, int receive_buffer = 0);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  /// False if the server does not take all of it (it has closed).
  bool send(std::string_view bytes);
  /// Nothing more will be sent.
  void finish();
  /// The next answer with its Content-Length (none for `head_only`, 100, 204, 304); empty: the connection ended, or 20
  /// s went by.
  std::optional<Answer> answer(bool head_only = false);
  /// Whether the server closes, without another byte, within 20 s.
  bool is_closed();
  /// Whether something to read, or the end, comes within `ms`.
  bool is_readable_within(int ms) const;

 private:
  bool receive();

  int socket_;
  std::string received_;
};

/// One connection, `bytes` sent, the answers until the server closes.
std::vector<Answer> answers_to(std::uint16_t port, std::string_view bytes);

}  // namespace switchroom::server
