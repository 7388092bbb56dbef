#pragma once
// One visitor's WebSocket, from the upgrade to its end. The thread of its hub.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>

#include "gateway/chat/hub.hpp"
#include "gateway/webhooks/channel_table.hpp"

namespace switchroom::chat {

/// The request that asked for the upgrade; its head was parsed strictly before.
struct Upgrade {
  std::shared_ptr<webhooks::Channel> channel;
  std::string workspace;
  std::string name;  ///< `<workspace>/<channel>`
  std::string target, host, upgrade, connection, key, version;
};

/// Speaks with the visitor until one of both closes. `hub` outlives it. Lets no exception out.
boost::asio::awaitable<void> serve_visit(Hub& hub, Upgrade upgrade, boost::asio::ip::tcp::socket socket);

}  // namespace switchroom::chat
