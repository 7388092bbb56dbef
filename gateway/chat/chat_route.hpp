#pragma once
// /chat/<workspace>/<channel>: GET upgrades to the WebSocket of docs/channels/webchat.md, POST takes a message of the
// contact form. One per I/O thread; that thread only.

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <expected>
#include <string_view>

#include "gateway/chat/hub.hpp"
#include "gateway/server/handler.hpp"

namespace switchroom::chat {

class ChatRoute {
 public:
  /// `hub` outlives the route and all takeovers.
  explicit ChatRoute(Hub& hub) : hub_(hub) {}

  static bool serves(std::string_view path) { return path.starts_with("/chat/"); }

  /// By the head alone: unknown channels, foreign origins and other methods are refused before a body is read.
  std::expected<std::size_t, server::Reply> admit(const server::Call& call) const;

  /// A takeover, or the answer to the form: 200 once the message is stored.
  boost::asio::awaitable<server::Reply> answer(server::Call call);

 private:
  Result<std::shared_ptr<webhooks::Channel>> channel_of(const server::Call& call) const;
  server::Reply upgrade(const server::Call& call, std::shared_ptr<webhooks::Channel> channel);
  boost::asio::awaitable<Result<void>> take(const server::Call& call, const webhooks::Channel& channel);

  Hub& hub_;
};

}  // namespace switchroom::chat
