#include "gateway/webhooks/webhook_route.hpp"

#include <fmt/format.h>

#include <random>
#include <utility>

#include "connectors/batch.hpp"
#include "connectors/recorded_request.hpp"
#include "connectors/signature.hpp"
#include "gateway/server/problem.hpp"
#include "gateway/webhooks/traceparent.hpp"

namespace switchroom::webhooks {
namespace {

constexpr std::string_view prefix = "/hooks/";

/// `/hooks/<workspace>/<channel>`; both empty if the path is another.
std::pair<std::string_view, std::string_view> names_in(std::string_view path) {
  path.remove_prefix(prefix.size());
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos || path.find('/', slash + 1) != std::string_view::npos) return {};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

bool allows(const connectors::Connector& connector, std::string_view method) {
  return connector.methods.contains(method);  // methods are whole words that contain no other
}

/// The names of a request's headers, at most 1 KiB of them: values may be secrets.
std::string header_names(const connectors::Request& request) {
  constexpr std::size_t bytes_max = 1024;
  std::string names;
  for (const connectors::Header& header : request.headers)
    if (names.size() + header.name.size() < bytes_max) names.append(names.empty() ? "" : ", ").append(header.name);
  return names;
}

server::Reply reply_of(connectors::Answer answer) {
  return {answer.status, answer.content_type, std::move(answer.body), {}};
}

}  // namespace

WebhookRoute::WebhookRoute(const ChannelTable& channels, storage::Intake& intake, operate::Log& log,
                           const FileKeeper& files, Now now, std::size_t body_bytes_max, Exchange exchange)
    : channels_(channels),
      intake_(intake),
      log_(log),
      files_(files),
      now_(std::move(now)),
      body_bytes_max_(body_bytes_max),
      exchange_(std::move(exchange)) {
  std::random_device random;
  arrivals_of_ = fmt::format("{:08x}{:08x}", random(), random());
}

std::expected<std::size_t, server::Reply> WebhookRoute::admit(const server::Call& call) {
  const auto began = std::chrono::steady_clock::now();
  const auto [workspace, channel_id] = names_in(call.request.path);
  const std::shared_ptr<Channel> channel = channels_.find(workspace, channel_id);
  if (!channel) return std::unexpected(refuse(call, nullptr, unknown(call), began));
  if (channel->trouble) {
    const Error broken{Fault::storage_unavailable, channel->trouble->where, "a channel that can't work",
                       "its settings to be corrected"};
    return std::unexpected(refuse(call, channel.get(), broken, began));
  }
  if (allows(*channel->connector, call.request.method)) return body_bytes_max_;
  const Error method{Fault::method_not_allowed, "method", std::string{call.request.method},
                     std::string{channel->connector->methods}};
  server::Reply reply = refuse(call, channel.get(), method, began);
  reply.headers.push_back({"Allow", std::string{channel->connector->methods}});
  return std::unexpected(std::move(reply));
}

boost::asio::awaitable<server::Reply> WebhookRoute::answer(server::Call call) {
  const auto began = std::chrono::steady_clock::now();
  const auto [workspace, channel_id] = names_in(call.request.path);
  const std::shared_ptr<Channel> channel = channels_.find(workspace, channel_id);
  if (!channel || channel->trouble) co_return refuse(call, nullptr, unknown(call), began);
  std::expected<server::Reply, Error> reply = co_await deliver(call, *channel);
  if (!reply) co_return refuse(call, channel.get(), reply.error(), began);
  channel->series.count(std::nullopt, std::chrono::steady_clock::now() - began);
  co_return std::move(*reply);
}

boost::asio::awaitable<std::expected<server::Reply, Error>> WebhookRoute::deliver(const server::Call& call,
                                                                                  Channel& channel) {
  storage::FrameWriter frame;
  std::expected<server::Reply, Error> reply = co_await take(call, channel, frame);
  if (!reply && reply.error().fault == Fault::certificate_needed) {
    const Result<void> fetched = co_await fetch_certificate(channel, reply.error().where, exchange_);
    if (fetched)
      reply = co_await take(call, channel, frame);
    else
      reply = std::unexpected(fetched.error());
  }
  if (reply && frame.count() > 0) {
    Result<std::uint64_t> stored = co_await intake_.append(frame);
    if (!stored) reply = std::unexpected(std::move(stored.error()));
  }
  co_return reply;
}

/// What the channel's settings want the sender to hear.
std::optional<connectors::Answer> WebhookRoute::own_answer(const server::Call& call, const Channel& channel,
                                                           bool authentic) {
  const auto own = channel.connector->own_answer;
  return own == nullptr ? std::nullopt : own(call.request, channel.credentials, authentic);
}

/// The answer that may leave once everything in `frame` is stored.
boost::asio::awaitable<std::expected<server::Reply, Error>> WebhookRoute::take(const server::Call& call,
                                                                               const Channel& channel,
                                                                               storage::FrameWriter& frame) {
  const connectors::Connector& connector = *channel.connector;
  if (auto handshake = connector.handshake(call.request, channel.credentials)) {
    if (!*handshake) co_return std::unexpected(std::move(handshake->error()));
    co_return reply_of(std::move(**handshake));
  }
  const Result<void> authentic = connector.verify(call.request, channel.credentials, now_());
  if (!authentic) co_return std::unexpected(authentic.error());
  Result<connectors::Delivery> delivery = connector.decode(call.request, channel.credentials);
  if (delivery && !delivery->blobs.empty()) {
    const Result<void> kept = co_await files_.keep(std::string{names_in(call.request.path).first}, *delivery);
    if (!kept) co_return std::unexpected(kept.error());
  }
  gather(call, channel, delivery, frame);
  if (delivery) connectors::recycle(*std::move(delivery));
  std::optional<connectors::Answer> own = own_answer(call, channel, true);
  co_return reply_of(own ? *std::move(own) : connector.acknowledge(call.request));
}

/// What is authentic is kept, understood or not: a provider that is told 4xx repeats it for hours or switches the
/// channel off.
void WebhookRoute::gather(const server::Call& call, const Channel& channel, Result<connectors::Delivery>& delivery,
                          storage::FrameWriter& frame) {
  const auto keep = [&](const Error& error) {
    log_.write(operate::Level::warning, "message not understood", error, {{"request_id", call.request_id}});
    frame.add(storage::FrameInput{
        storage::DeadLetterInput{channel.workspace, channel.id, describe(error), connectors::record(call.request)}});
  };
  if (!delivery) return keep(delivery.error());
  storage::MessageInput input{.workspace = channel.workspace, .channel = channel.id, .trace = {}, .message = {}};
  if (const auto header = call.request.header("traceparent")) input.trace = read_traceparent(*header);
  for (connectors::InboundMessage& message : delivery->messages) {
    if (message.provider_id.empty()) message.provider_id = arrival_id();
    input.message = std::move(message);
    frame.add(input);
    message = std::move(input.message);  // its storage serves the thread's next delivery
  }
  for (connectors::Errand& errand : delivery->errands) {
    storage::ErrandRecord owed;
    owed.kind = errand.kind == connectors::Errand::Kind::confirm_subscription
                    ? storage::ErrandKind::confirm_subscription
                    : storage::ErrandKind::pull_messages;
    owed.workspace = channel.workspace;
    owed.channel = channel.id;
    owed.account = std::move(errand.account);
    owed.url = std::move(errand.url);
    owed.token = std::move(errand.token);
    frame.add(storage::FrameInput{storage::ErrandInput{std::move(owed)}});
  }
  if (!delivery->undecodable.empty()) keep(delivery->undecodable.front().error);
}

/// For a provider that gives its messages no ids, and so never repeats one: the same words twice are two messages.
std::string WebhookRoute::arrival_id() { return fmt::format("arrival-{}-{}", arrivals_of_, ++arrivals_); }

/// A channel that nobody configured; or, while the configurations are still being loaded, one that may well exist: a
/// 4xx would lose the message.
Error WebhookRoute::unknown(const server::Call& call) const {
  if (!channels_.is_complete())
    return {Fault::storage_unavailable, "configuration", "not loaded yet", "a retry in a moment"};
  return {Fault::unknown_channel, "path", std::string{call.request.path.substr(0, 128)},
          "/hooks/<workspace>/<channel>"};
}

/// The log says what was signed and how it differs; the sender, who may be anybody, hears only that it was refused.
server::Reply WebhookRoute::refuse(const server::Call& call, Channel* channel, const Error& error,
                                   std::chrono::steady_clock::time_point began) {
  if (channel != nullptr) channel->series.count(error.fault, std::chrono::steady_clock::now() - began);
  const std::string_view path = call.request.path.substr(0, 128);
  if (error.fault != Fault::forged_signature && error.fault != Fault::handshake_refused) {
    log_.write(operate::Level::info, "webhook refused", error,
               {{"request_id", call.request_id}, {"remote", call.remote_address}, {"path", path}});
    return server::problem(error, call.request_id);
  }
  log_.write(operate::Level::info, "webhook refused", error,
             {{"request_id", call.request_id},
              {"remote", call.remote_address},
              {"path", path},
              {"body_bytes", fmt::format("{}", call.request.body.size())},
              {"body_sha256", connectors::sha256_hex(call.request.body)},
              {"headers", header_names(call.request)}});
  if (std::optional<connectors::Answer> own = channel == nullptr ? std::nullopt : own_answer(call, *channel, false))
    return reply_of(*std::move(own));
  return server::problem(
      {error.fault, "request", "no proof that the channel's provider sent it", "a request as the provider signs it"},
      call.request_id);
}

}  // namespace switchroom::webhooks
