#pragma once
// GET|POST /hooks/<workspace>/<channel>: handshake, signature, decode, one durable append, the answer that the provider
// wants. One per I/O thread; that thread only.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <string_view>

#include "config/vocabulary/instant.hpp"
#include "gateway/operate/log.hpp"
#include "gateway/server/handler.hpp"
#include "gateway/webhooks/certificates.hpp"
#include "gateway/webhooks/channel_table.hpp"
#include "gateway/webhooks/file_keeper.hpp"
#include "storage/records/intake.hpp"

namespace switchroom::webhooks {

class WebhookRoute {
 public:
  /// Reads the wall clock for replay windows; called once a request.
  using Now = std::function<Instant()>;

  /// Everything given by reference outlives the route. Bodies of at most `body_bytes_max` are taken.
  WebhookRoute(const ChannelTable& channels, storage::Intake& intake, operate::Log& log, const FileKeeper& files,
               Now now, std::size_t body_bytes_max, Exchange exchange = outbound::exchange);

  static bool serves(std::string_view path) { return path.starts_with("/hooks/"); }

  /// By the head alone: unknown channels and methods are refused before a body is read.
  std::expected<std::size_t, server::Reply> admit(const server::Call& call);

  /// Nothing touches Redis before the signature is found right. 2xx only after Redis has every message of the delivery.
  boost::asio::awaitable<server::Reply> answer(server::Call call);

  /// The same for a channel that is known, whatever way the request came: what the provider may hear once everything is
  /// stored. `call` and `channel` outlive the coroutine.
  boost::asio::awaitable<std::expected<server::Reply, Error>> deliver(const server::Call& call, Channel& channel);

 private:
  boost::asio::awaitable<std::expected<server::Reply, Error>> take(const server::Call& call, const Channel& channel,
                                                                   storage::FrameWriter& frame);
  Error unknown(const server::Call& call) const;
  static std::optional<connectors::Answer> own_answer(const server::Call& call, const Channel& channel, bool authentic);
  server::Reply refuse(const server::Call& call, Channel* channel, const Error& error,
                       std::chrono::steady_clock::time_point began);
  void gather(const server::Call& call, const Channel& channel, Result<connectors::Delivery>& delivery,
              storage::FrameWriter& frame);
  std::string arrival_id();

  const ChannelTable& channels_;
  storage::Intake& intake_;
  operate::Log& log_;
  const FileKeeper& files_;
  Now now_;
  std::size_t body_bytes_max_;
  Exchange exchange_;
  std::string arrivals_of_;  // drawn at random: no other route has it
  std::uint64_t arrivals_ = 0;
};

}  // namespace switchroom::webhooks
