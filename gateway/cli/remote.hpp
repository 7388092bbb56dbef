#pragma once
// A Switchroom server as the commands see it: where it is, with which token, and what its answers mean for the exit
// code.

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/cli/terminal.hpp"
#include "gateway/outbound/http_client.hpp"

namespace switchroom::cli {

using outbound::HttpAnswer;

/// What the flags said; empty: not given.
struct RemoteFlags {
  std::string url;
  std::string token_file;
};

class Remote {
 public:
  /// Flag, then SWITCHROOM_URL, then http://127.0.0.1:8080; the token from --token-file, SWITCHROOM_TOKEN,
  /// SWITCHROOM_TOKEN_FILE.
  Remote(const Terminal& terminal, const RemoteFlags& flags);

  /// Whether a token was given; a file that can't be read is told when it is needed.
  bool has_token() const { return !token_.empty(); }
  const std::string& url() const { return server_.url; }

  /// GET with the token, if there is one. Empty: not reached, which has been told.
  std::optional<HttpAnswer> get(const std::string& path, const std::string& query = {}) const;
  /// Sends a request as it is. Empty: not reached, which has been told.
  std::optional<HttpAnswer> send(const connectors::OwnedRequest& request) const;
  /// Adds the token to a request.
  void authorize(connectors::OwnedRequest& request) const;
  /// Tells the problem that an answer holds, and what it means for the exit code.
  Exit refused(const HttpAnswer& answer) const;

 private:
  const Terminal& terminal_;
  outbound::Server server_;
  std::string token_;
};

/// The body of an answer as a JSON object; an empty object for what is none.
boost::json::object object_in(const HttpAnswer& answer);

/// The whole of a file, or of `in` for `-`. Error `invalid_setting`.
Result<std::string> read_file(const std::string& path, std::istream& in);

}  // namespace switchroom::cli
