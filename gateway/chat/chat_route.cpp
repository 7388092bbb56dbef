#include "gateway/chat/chat_route.hpp"

#include <utility>

#include "connectors/chat_visitor.hpp"
#include "gateway/chat/channel_rules.hpp"
#include "gateway/chat/visit.hpp"
#include "gateway/server/problem.hpp"

namespace switchroom::chat {
namespace {

namespace asio = boost::asio;

constexpr std::size_t form_bytes_max = 64 * 1024;
constexpr std::string_view methods = "GET, POST, OPTIONS";

std::string_view origin_of(const server::Call& call) { return call.request.header("Origin").value_or(""); }

/// A page of another origin may read the answer, as its origin is an allowed one.
server::Reply readable(const server::Call& call, server::Reply reply) {
  reply.headers.push_back({"Access-Control-Allow-Origin", std::string{origin_of(call)}});
  reply.headers.push_back({"Vary", "Origin"});
  return reply;
}

server::Reply preflight(const server::Call& call) {
  server::Reply reply{.status = 204};
  reply.headers = {{"Access-Control-Allow-Methods", "POST"},
                   {"Access-Control-Allow-Headers", "Authorization, Content-Type"},
                   {"Access-Control-Max-Age", "600"}};
  return readable(call, std::move(reply));
}

}  // namespace

Result<std::shared_ptr<webhooks::Channel>> ChatRoute::channel_of(const server::Call& call) const {
  const webhooks::ChannelTable& channels = hub_.surroundings().channels;
  const std::string_view name = connectors::channel_in(call.request.path);
  const std::size_t slash = name.find('/');
  std::shared_ptr<webhooks::Channel> channel;
  if (call.request.path.size() == std::string_view{"/chat/"}.size() + name.size())
    channel = channels.find(name.substr(0, slash), name.substr(slash + 1));
  if (!channel && !channels.is_complete())
    return std::unexpected(Error{Fault::storage_unavailable, "configuration", "not loaded yet", "a retry in a moment"});
  if (!channel || channel->connector == nullptr || channel->connector->kind != "webchat")
    return std::unexpected(Error{Fault::unknown_channel, "path", std::string{call.request.path.substr(0, 128)},
                                 "/chat/<workspace>/<channel of kind webchat>"});
  if (channel->trouble)
    return std::unexpected(Error{Fault::storage_unavailable, channel->trouble->where, "a channel that can't work",
                                 "its settings to be corrected"});
  if (!allows_origin(channel->credentials, origin_of(call), call.request.header("Host").value_or("")))
    return std::unexpected(Error{Fault::forbidden, "Origin", std::string{origin_of(call).substr(0, 128)},
                                 "one of the channel's allowed_origins"});
  if (hub_.is_draining()) return std::unexpected(Error{Fault::shutting_down, {}, {}, {}});
  return channel;
}

std::expected<std::size_t, server::Reply> ChatRoute::admit(const server::Call& call) const {
  const auto channel = channel_of(call);
  if (!channel && channel.error().fault == Fault::forbidden) hub_.figures().origins.add();
  if (!channel) return std::unexpected(server::problem(channel.error(), call.request_id));
  const std::string_view method = call.request.method;
  if (method == "GET" || method == "OPTIONS") return 0;
  if (method == "POST") return form_bytes_max;
  const Error error{Fault::method_not_allowed, "method", std::string{method}, std::string{methods}};
  server::Reply reply = server::problem(error, call.request_id);
  reply.headers.push_back({"Allow", std::string{methods}});
  return std::unexpected(std::move(reply));
}

asio::awaitable<server::Reply> ChatRoute::answer(server::Call call) {
  auto channel = channel_of(call);
  if (!channel) co_return server::problem(channel.error(), call.request_id);
  if (call.request.method == "OPTIONS") co_return preflight(call);
  if (call.request.method != "POST") co_return upgrade(call, std::move(*channel));
  const Result<void> taken = co_await take(call, **channel);
  if (!taken) co_return readable(call, server::problem(taken.error(), call.request_id));
  connectors::Answer stored = (*channel)->connector->acknowledge(call.request);
  server::Reply reply{.status = stored.status, .content_type = stored.content_type, .body = std::move(stored.body)};
  co_return readable(call, std::move(reply));
}

server::Reply ChatRoute::upgrade(const server::Call& call, std::shared_ptr<webhooks::Channel> channel) {
  const auto header = [&call](std::string_view name) { return std::string{call.request.header(name).value_or("")}; };
  Upgrade upgrade;
  upgrade.channel = std::move(channel);
  upgrade.name = connectors::channel_in(call.request.path);
  upgrade.workspace = upgrade.name.substr(0, upgrade.name.find('/'));
  upgrade.target = call.target;
  upgrade.host = header("Host");
  upgrade.upgrade = header("Upgrade");
  upgrade.connection = header("Connection");
  upgrade.key = header("Sec-WebSocket-Key");
  upgrade.version = header("Sec-WebSocket-Version");
  if (upgrade.key.empty())
    return server::problem({Fault::malformed_request, "Upgrade", "no WebSocket", "a WebSocket's handshake"},
                           call.request_id);
  server::Reply reply;
  reply.takeover = [&hub = hub_, upgrade = std::move(upgrade)](asio::ip::tcp::socket socket) {
    return serve_visit(hub, upgrade, std::move(socket));
  };
  return reply;
}

asio::awaitable<Result<void>> ChatRoute::take(const server::Call& call, const webhooks::Channel& channel) {
  const Surroundings& around = hub_.surroundings();
  const Result<void> authentic = channel.connector->verify(call.request, channel.credentials, around.now());
  if (!authentic) co_return std::unexpected(authentic.error());
  Result<connectors::Delivery> delivery = channel.connector->decode(call.request, channel.credentials);
  if (delivery && !delivery->undecodable.empty()) delivery = std::unexpected(delivery->undecodable.front().error);
  if (!delivery) {
    const Error& error = delivery.error();
    co_return std::unexpected(Error{Fault::malformed_request, error.where, error.found, error.expected});
  }
  storage::FrameWriter frame;
  for (connectors::InboundMessage& message : delivery->messages) {
    if (!hub_.rates().allows(message.from, messages_per_minute(channel.credentials),
                             std::chrono::steady_clock::now())) {
      hub_.figures().rates.add();
      co_return std::unexpected(Error{Fault::too_many_requests, "visitor", "too many messages", "fewer a minute"});
    }
    message.at_ms = ms_of(around.now());
    frame.add(storage::MessageInput{channel.workspace, channel.id, {}, std::move(message)});
  }
  const Result<std::uint64_t> stored = co_await around.intake.append(frame);
  if (!stored) co_return std::unexpected(stored.error());
  hub_.figures().stored.add(static_cast<std::int64_t>(delivery->messages.size()));
  co_return Result<void>{};
}

}  // namespace switchroom::chat
