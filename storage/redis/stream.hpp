#pragma once
// A socket to Redis: unix, TCP or TLS. One thread; at most one read and one write at a time.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "storage/redis/address.hpp"

namespace switchroom::redis {

class Stream {
 public:
  /// Connects, with TLS if the address asks for it (1.2 or newer; the server's name is verified). `tls` may be null for
  /// other transports and must outlive the stream. Error `storage_unavailable` with the system's words.
  static boost::asio::awaitable<Result<Stream>> open(const Address& address, boost::asio::ssl::context* tls);

  /// At least one byte, into `room`. Error: the connection ended.
  boost::asio::awaitable<Result<std::size_t>> read_some(std::span<char> room);
  /// All of `bytes`, which must stay until then.
  boost::asio::awaitable<Result<void>> write(std::string_view bytes);

 private:
  using Socket = boost::asio::generic::stream_protocol::socket;
  using TlsStream = boost::asio::ssl::stream<Socket>;

  explicit Stream(Socket socket) : socket_(std::make_unique<Socket>(std::move(socket))) {}
  explicit Stream(std::unique_ptr<TlsStream> tls) : tls_(std::move(tls)) {}
  static boost::asio::awaitable<Result<Stream>> encrypt(Socket socket, const Address& address,
                                                        boost::asio::ssl::context& context);

  std::unique_ptr<Socket> socket_;  ///< one of the two is set
  std::unique_ptr<TlsStream> tls_;
};

/// A context that verifies servers by `ca_file` (PEM), or by the system's authorities if it is empty. Throws
/// `boost::system::system_error` if the file can't be read.
std::unique_ptr<boost::asio::ssl::context> tls_context(std::string_view ca_file);

}  // namespace switchroom::redis
