#pragma once
// Who answers which path. One per I/O thread; that thread only.

#include <functional>
#include <string_view>

#include "gateway/api/api.hpp"
#include "gateway/chat/chat_route.hpp"
#include "gateway/operate/log.hpp"
#include "gateway/server/handler.hpp"
#include "gateway/webhooks/webhook_route.hpp"

namespace switchroom::program {

class Front final : public server::Handler {
 public:
  /// Answers `/livez`, `/readyz`, `/metrics` and `/status`; knows the whole process.
  using Operate = std::function<boost::asio::awaitable<server::Reply>(std::string path, std::string query)>;

  /// Everything given by reference outlives the front.
  Front(webhooks::WebhookRoute& webhooks, chat::ChatRoute& chat, api::Api& api, operate::Log& log, Operate operate);

  std::expected<std::size_t, server::Reply> admit(const server::Call& call) override;
  boost::asio::awaitable<server::Reply> answer(server::Call call) override;
  void on_exception(std::string_view request_id, std::string_view what) noexcept override;

 private:
  boost::asio::awaitable<server::Reply> answer_people(server::Call call);

  webhooks::WebhookRoute& webhooks_;
  chat::ChatRoute& chat_;
  api::Api& api_;
  operate::Log& log_;
  Operate operate_;
};

/// Whether `path` is one of the operator's.
bool is_operators(std::string_view path);

}  // namespace switchroom::program
