#include "loadtest/traffic/wire.hpp"

#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace switchroom::traffic {

bool Wire::open(const sockaddr_in& server) {
  close();
  fd_ = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  epoll_event event{.events = EPOLLIN | EPOLLOUT, .data = {.u32 = token_}};
  if (fd_ < 0 || epoll_ctl(epoll_, EPOLL_CTL_ADD, fd_, &event) != 0) return close(), false;
  wants_writable_ = true;
  state_ = State::connecting;
  if (connect(fd_, reinterpret_cast<const sockaddr*>(&server), sizeof server) == 0 || errno == EINPROGRESS) return true;
  return close(), false;
}

bool Wire::send() {
  state_ = State::busy;
  written_ = 0;
  return flush();
}

bool Wire::on_writable() {
  if (state_ == State::connecting) {
    int failure = 0;
    socklen_t size = sizeof failure;
    getsockopt(fd_, SOL_SOCKET, SO_ERROR, &failure, &size);
    if (failure != 0) return close(), false;
    state_ = State::idle;
  }
  if (state_ == State::busy) return flush();
  want_writable(false);
  return true;
}

bool Wire::flush() {
  while (written_ < request_.size()) {
    const ssize_t size = ::send(fd_, request_.data() + written_, request_.size() - written_, MSG_NOSIGNAL);
    if (size < 0 && errno == EAGAIN) return want_writable(true), true;
    if (size < 0) return close(), false;
    written_ += static_cast<std::size_t>(size);
  }
  want_writable(false);
  return true;
}

Result<std::optional<HttpAnswer>> Wire::on_readable() {
  std::array<char, 16384> room;
  const ssize_t size = recv(fd_, room.data(), room.size(), 0);
  if (size < 0 && errno == EAGAIN) return std::nullopt;
  if (size <= 0) return broken(size == 0 ? "closed by the server" : std::strerror(errno));
  if (state_ != State::busy) return broken("bytes that nobody asked for");
  reader_.feed({room.data(), static_cast<std::size_t>(size)});
  const auto answer = reader_.next();
  if (!answer) return broken(answer.error().found);
  if (*answer) state_ = State::idle;
  if (*answer && (*answer)->closes) close();
  return answer;
}

Result<std::optional<HttpAnswer>> Wire::broken(std::string_view found) {
  close();
  return std::unexpected(Error{Fault::storage_unavailable, "connection", std::string{found}, "an answer"});
}

void Wire::want_writable(bool wanted) {
  if (wanted == wants_writable_) return;
  wants_writable_ = wanted;
  epoll_event event{.events = wanted ? EPOLLIN | EPOLLOUT : EPOLLIN, .data = {.u32 = token_}};
  epoll_ctl(epoll_, EPOLL_CTL_MOD, fd_, &event);
}

void Wire::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
  state_ = State::closed;
  reader_.clear();
}

}  // namespace switchroom::traffic
