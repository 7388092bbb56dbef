#pragma once
// What the server hands to the program and gets back. All of it is used on the one thread of its io_context.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/request.hpp"

namespace switchroom::server {

namespace asio = boost::asio;

/// A request with what the server knows about it. Valid until the coroutine that answers it has ended.
/// A HEAD request is handed over as GET; the server leaves the body of the answer away.
struct Call {
  const connectors::Request& request;  ///< `spare_bytes` ≥ 64 behind the body
  std::string_view target;             ///< path and query as received: `/hooks/demo/line?x=1`
  std::string_view request_id;         ///< X-Request-Id if it is sane, else made up; goes back with the answer
  std::string_view remote_address;     ///< of the peer of this connection, without port
};

/// A header of an answer. The name is static text; CR, LF and NUL in the value become blanks.
struct ReplyHeader {
  std::string_view name;
  std::string value;
};

/// Goes on with the connection in another protocol, until it is closed; it still counts as one of the server's. Keeps
/// its own deadlines, and ends soon once the program drains. An exception is told and ends the connection.
using Takeover = std::function<asio::awaitable<void>(asio::ip::tcp::socket socket)>;

/// An answer. The server adds Date, Content-Length, Connection and X-Request-Id.
struct Reply {
  int status = 200;                    ///< 200–599
  std::string_view content_type = {};  ///< static text; empty: no such header
  std::string body = {};               ///< left away for HEAD, 204 and 304
  std::vector<ReplyHeader> headers = {};
  Takeover takeover = {};  ///< not empty: nothing is answered, and the connection is handed over
};

/// The program behind the server. An exception becomes a 500.
class Handler {
 public:
  virtual ~Handler() = default;

  /// Decides by the head alone (the body is empty yet): how many bytes of body may follow (the server's own limit holds
  /// too), or the answer that refuses the request before its body is read.
  virtual std::expected<std::size_t, Reply> admit(const Call& call) = 0;

  /// Answers an admitted request. Has to end by itself: each wait inside needs a deadline of its own; after
  /// `Limits::answer_ms` the client is told that the outcome is unknown, and the reply is dropped.
  virtual asio::awaitable<Reply> answer(Call call) = 0;

  /// An exception came out of `admit` or `answer`; here it can be logged.
  virtual void on_exception(std::string_view request_id, std::string_view what) noexcept = 0;
};

}  // namespace switchroom::server
