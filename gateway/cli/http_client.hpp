#pragma once
// One HTTP request and its answer, for the commands that talk to a server. Blocks the calling thread, at most
// `timeout`.

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/request.hpp"

namespace switchroom::cli {

struct HttpAnswer {
  int status = 0;
  std::string body;
  std::vector<connectors::OwnedRequest::Field> headers;

  /// The value of a header, its name compared without case; empty text if it is missing.
  std::string_view header(std::string_view name) const;
};

/// A server's root, `http://host[:port]` or `https://host[:port]`, with certificate and name verified by the system's
/// roots.
struct Server {
  std::string url;
  std::chrono::milliseconds timeout{15'000};
};

/// Sends `request` with the Host that `server` names. The unexpected value says in words why no answer came.
std::expected<HttpAnswer, std::string> send(const Server& server, const connectors::OwnedRequest& request);

}  // namespace switchroom::cli
