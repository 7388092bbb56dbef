#include "raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <stdexcept>

namespace switchroom::server {
namespace {

constexpr int patience_ms = 20'000;

std::size_t content_length(const std::string& head) {
  constexpr std::string_view name = "\r\nContent-Length: ";
  const std::size_t at = head.find(name);
  std::size_t length = 0;
  if (at != std::string::npos) std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
  return length;
}

}  // namespace

RawClient::RawClient(std::uint16_t port, int receive_buffer) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  if (receive_buffer > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("the server does not take the connection");
}

RawClient::~RawClient() { ::close(socket_); }

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawClient::finish() { ::shutdown(socket_, SHUT_WR); }

bool RawClient::is_readable_within(int ms) const {
  pollfd waiting{socket_, POLLIN, 0};
  return ::poll(&waiting, 1, ms) == 1;
}

bool RawClient::receive() {
  char bytes[65536];
  if (!is_readable_within(patience_ms)) return false;
  const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
  if (count <= 0) return false;
  received_.append(bytes, static_cast<std::size_t>(count));
  return true;
}

std::optional<Answer> RawClient::answer(bool head_only) {
  std::size_t end = 0;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos)
    if (!receive()) return std::nullopt;
  Answer answer{0, received_.substr(0, end + 2), {}};
  std::from_chars(received_.data() + 9, received_.data() + 12, answer.status);
  const bool has_body = !head_only && answer.status >= 200 && answer.status != 204 && answer.status != 304;
  const std::size_t length = has_body ? content_length(answer.head) : 0;
  received_.erase(0, end + 4);
  while (received_.size() < length)
    if (!receive()) return std::nullopt;
  answer.body = received_.substr(0, length);
  received_.erase(0, length);
  return answer;
}

bool RawClient::is_closed() {
  if (!received_.empty() || !is_readable_within(patience_ms)) return false;
  return !receive();
}

std::vector<Answer> answers_to(std::uint16_t port, std::string_view bytes) {
  RawClient client{port};
  client.send(bytes);
  std::vector<Answer> answers;
  while (std::optional<Answer> answer = client.answer()) answers.push_back(std::move(*answer));
  return answers;
}

}  // namespace switchroom::server
