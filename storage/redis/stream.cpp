#include "storage/redis/stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <string>
#include <utility>

namespace switchroom::redis {
namespace asio = boost::asio;
namespace {

using Socket = asio::generic::stream_protocol::socket;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

std::unexpected<Error> broken(std::string_view where, const boost::system::error_code& error) {
  const bool closed = error == asio::error::eof || error == asio::ssl::error::stream_truncated;
  return std::unexpected(Error{Fault::storage_unavailable, std::string{where},
                               closed ? "the server closed the connection" : error.message(), "a connection"});
}

asio::awaitable<Result<Socket>> connect_unix(const Address& address) {
  Socket socket{co_await asio::this_coro::executor};
  const asio::local::stream_protocol::endpoint endpoint{address.host};
  auto [error] = co_await socket.async_connect(endpoint, as_result);
  if (error) co_return broken(describe(address), error);
  co_return std::move(socket);
}

asio::awaitable<Result<Socket>> connect_tcp(const Address& address) {
  const auto executor = co_await asio::this_coro::executor;
  asio::ip::tcp::resolver resolver{executor};
  auto [unknown, endpoints] = co_await resolver.async_resolve(address.host, address.port, as_result);
  if (unknown) co_return broken(describe(address), unknown);

  asio::ip::tcp::socket socket{executor};
  auto [error, endpoint] = co_await asio::async_connect(socket, endpoints, as_result);
  if (error) co_return broken(describe(address), error);
  boost::system::error_code ignored;
  socket.set_option(asio::ip::tcp::no_delay{true}, ignored);
  socket.set_option(asio::socket_base::keep_alive{true}, ignored);
  co_return Socket{std::move(socket)};
}

}  // namespace

asio::awaitable<Result<Stream>> Stream::open(const Address& address, asio::ssl::context* tls) {
  const bool local = address.transport == Address::Transport::unix_socket;
  auto connecting = local ? connect_unix(address) : connect_tcp(address);
  Result<Socket> socket = co_await std::move(connecting);
  if (!socket) co_return std::unexpected(std::move(socket.error()));
  if (address.transport != Address::Transport::tls) co_return Stream{std::move(*socket)};
  co_return co_await encrypt(std::move(*socket), address, *tls);
}

asio::awaitable<Result<Stream>> Stream::encrypt(Socket socket, const Address& address, asio::ssl::context& context) {
  auto stream = std::make_unique<TlsStream>(std::move(socket), context);
  SSL_set_tlsext_host_name(stream->native_handle(), address.host.c_str());
  stream->set_verify_callback(asio::ssl::host_name_verification{address.host});
  auto [error] = co_await stream->async_handshake(asio::ssl::stream_base::client, as_result);
  if (error) co_return broken(describe(address), error);
  co_return Stream{std::move(stream)};
}

asio::awaitable<Result<std::size_t>> Stream::read_some(std::span<char> room) {
  const asio::mutable_buffer buffer{room.data(), room.size()};
  auto reading = tls_ ? tls_->async_read_some(buffer, as_result) : socket_->async_read_some(buffer, as_result);
  auto [error, bytes] = co_await std::move(reading);
  if (error) co_return broken("Redis", error);
  co_return bytes;
}

asio::awaitable<Result<void>> Stream::write(std::string_view bytes) {
  const asio::const_buffer buffer{bytes.data(), bytes.size()};
  auto writing = tls_ ? asio::async_write(*tls_, buffer, as_result) : asio::async_write(*socket_, buffer, as_result);
  auto [error, written] = co_await std::move(writing);
  if (error) co_return broken("Redis", error);
  co_return Result<void>{};
}

std::unique_ptr<asio::ssl::context> tls_context(std::string_view ca_file) {
  auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  context->set_verify_mode(asio::ssl::verify_peer);
  if (ca_file.empty()) {
    context->set_default_verify_paths();
  } else {
    context->load_verify_file(std::string{ca_file});
  }
  return context;
}

}  // namespace switchroom::redis
