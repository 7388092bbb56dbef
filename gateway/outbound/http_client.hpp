#pragma once
// One HTTP request to another server and its answer, over TLS where the address says https. No redirects are followed,
// nothing is repeated. Sources: RFC 9112; certificate and name are verified by the system's roots (RFC 9525).

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/request.hpp"

namespace switchroom::outbound {

struct HttpAnswer {
  int status = 0;
  std::string body;
  std::vector<connectors::OwnedRequest::Field> headers;

  /// The value of a header, its name compared without case; empty text if it is missing.
  std::string_view header(std::string_view name) const;
};

/// A server's root, `http://host[:port]` or `https://host[:port]`, and what is expected of it. `smtp://host:port` and
/// `lmtp://host:port` take mails: see mail_exchange.hpp.
struct Server {
  std::string url;
  std::chrono::milliseconds timeout{15'000};  ///< from the look-up of its name to the last byte of its answer
  std::size_t answer_bytes_max = 64UL * 1024 * 1024;
  std::string ca_file{};  ///< PEM roots in place of the system's; empty: the system's
};

/// Why there is no answer.
struct NoAnswer {
  bool sent = false;  ///< the request may have reached the server: what it did is unknown
  std::string words;
};

/// Sends `request` with the Host that `server` names and waits for the whole answer. Runs on the executor of the
/// coroutine; never throws but for its cancellation.
boost::asio::awaitable<std::expected<HttpAnswer, NoAnswer>> exchange(Server server, connectors::OwnedRequest request);

/// The same, blocking the calling thread.
std::expected<HttpAnswer, NoAnswer> send(const Server& server, const connectors::OwnedRequest& request);

}  // namespace switchroom::outbound
