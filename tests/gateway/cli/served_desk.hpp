#pragma once
// The API of tests/gateway/api behind a real HTTP server on a port of its own, with /readyz and /status beside it.

#include <boost/asio/io_context.hpp>
#include <string>
#include <thread>
#include <vector>

#include "desk.hpp"
#include "gateway/operate/health.hpp"
#include "gateway/server/server.hpp"

namespace switchroom::cli {

class ServedDesk : public server::Handler {
 public:
  ServedDesk();
  ~ServedDesk() override;

  std::expected<std::size_t, server::Reply> admit(const server::Call& call) override;
  boost::asio::awaitable<server::Reply> answer(server::Call call) override;
  void on_exception(std::string_view request_id, std::string_view what) noexcept override;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  api::Desk desk;                                    ///< change it before the first request
  std::vector<operate::Check> checks;                ///< for /readyz
  std::vector<connectors::OwnedRequest> deliveries;  ///< what came to /hooks

 private:
  boost::asio::io_context context_{1};
  server::Server server_;
  std::uint16_t port_ = 0;
  std::jthread thread_;
};

}  // namespace switchroom::cli
