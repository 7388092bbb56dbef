#pragma once
// Certificates that deliveries name by their address: fetched from the provider's own hosts, then kept with the
// channel's settings. The thread of the channel table.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <expected>
#include <functional>
#include <string>

#include "gateway/outbound/http_client.hpp"
#include "gateway/webhooks/channel_table.hpp"

namespace switchroom::webhooks {

/// Sends a request to another server; outbound::exchange does it.
using Exchange = std::function<boost::asio::awaitable<std::expected<outbound::HttpAnswer, outbound::NoAnswer>>(
    outbound::Server server, connectors::OwnedRequest request)>;

/// Certificates kept for one channel at most; providers change theirs once a year.
inline constexpr std::size_t certificates_max = 8;
/// Between two fetches for one channel: forged deliveries can't make us flood the provider.
inline constexpr std::chrono::seconds certificate_pause{1};

/// Fetches the certificate at `url` and adds it to the channel's setting `certificates`. Errors: `certificate_needed`
/// with the reason for an address that is none of the provider's, a server that does not answer, an answer that is no
/// PEM, or a fetch too soon after the one before.
boost::asio::awaitable<Result<void>> fetch_certificate(Channel& channel, std::string url, const Exchange& exchange);

}  // namespace switchroom::webhooks
