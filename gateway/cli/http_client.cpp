#include "gateway/cli/http_client.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <exception>
#include <utility>

namespace switchroom::cli {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::use_awaitable;

using Request = http::request<http::string_body>;

constexpr std::size_t answer_bytes_max = 64 * 1024 * 1024;

struct Place {
  bool tls = false;
  std::string host;
  std::string port;
  std::string authority;
};

std::expected<Place, std::string> place_of(const std::string& url) {
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed || (parsed->scheme() != "http" && parsed->scheme() != "https") || parsed->host().empty())
    return std::unexpected("'" + url + "' is no http:// or https:// address");
  const bool tls = parsed->scheme() == "https";
  const std::string port = parsed->has_port() ? std::string{parsed->port()} : tls ? "443" : "80";
  return Place{tls, parsed->host_address(), port, std::string{parsed->encoded_host_and_port()}};
}

Request request_for(const Place& place, const connectors::OwnedRequest& from) {
  Request request;
  request.method_string(from.method);
  request.target(from.query.empty() ? from.path : from.path + "?" + from.query);
  request.version(11);
  for (const auto& field : from.headers) request.insert(field.name, field.value);
  request.set(http::field::host, place.authority);
  request.set(http::field::connection, "close");
  request.body() = from.body;
  request.prepare_payload();
  return request;
}

HttpAnswer answer_of(http::response<http::string_body>&& response) {
  HttpAnswer answer{static_cast<int>(response.result_int()), std::move(response.body()), {}};
  for (const auto& field : response)
    answer.headers.push_back({std::string{field.name_string()}, std::string{field.value()}});
  return answer;
}

template <class Stream>
asio::awaitable<HttpAnswer> exchange(Stream& stream, const Request& request) {
  co_await http::async_write(stream, request, use_awaitable);
  beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(answer_bytes_max);
  co_await http::async_read(stream, buffer, parser, use_awaitable);
  co_return answer_of(parser.release());
}

asio::awaitable<void> connect(beast::tcp_stream& stream, const Place& place, std::chrono::milliseconds timeout) {
  asio::ip::tcp::resolver resolver{stream.get_executor()};
  const auto endpoints = co_await resolver.async_resolve(place.host, place.port, use_awaitable);
  stream.expires_after(timeout);
  co_await stream.async_connect(endpoints, use_awaitable);
}

asio::awaitable<HttpAnswer> exchange_plain(const Place& place, const Request& request,
                                           std::chrono::milliseconds timeout) {
  beast::tcp_stream stream{co_await asio::this_coro::executor};
  co_await connect(stream, place, timeout);
  co_return co_await exchange(stream, request);
}

asio::awaitable<HttpAnswer> exchange_tls(const Place& place, const Request& request,
                                         std::chrono::milliseconds timeout) {
  asio::ssl::context context{asio::ssl::context::tls_client};
  context.set_default_verify_paths();
  context.set_verify_mode(asio::ssl::verify_peer);
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  beast::ssl_stream<beast::tcp_stream> stream{co_await asio::this_coro::executor, context};
  stream.set_verify_callback(asio::ssl::host_name_verification{place.host});
  SSL_set_tlsext_host_name(stream.native_handle(), place.host.c_str());
  co_await connect(beast::get_lowest_layer(stream), place, timeout);
  co_await stream.async_handshake(asio::ssl::stream_base::client, use_awaitable);
  co_return co_await exchange(stream, request);
}

}  // namespace

std::string_view HttpAnswer::header(std::string_view name) const {
  const auto found = std::ranges::find_if(headers, [&](const auto& field) { return beast::iequals(field.name, name); });
  return found == headers.end() ? std::string_view{} : std::string_view{found->value};
}

std::expected<HttpAnswer, std::string> send(const Server& server, const connectors::OwnedRequest& from) {
  const auto place = place_of(server.url);
  if (!place) return std::unexpected(place.error());
  const Request request = request_for(*place, from);
  asio::io_context context;
  std::expected<HttpAnswer, std::string> result = std::unexpected("no answer in time");
  const auto done = [&](const std::exception_ptr& failure, HttpAnswer answer) {
    if (!failure) return static_cast<void>(result = std::move(answer));
    try {
      std::rethrow_exception(failure);
    } catch (const boost::system::system_error& error) {
      result = std::unexpected(error.code().message());
    }
  };
  const auto run = place->tls ? exchange_tls : exchange_plain;
  asio::co_spawn(context, run(*place, request, server.timeout), done);
  context.run_for(server.timeout);
  return result;
}

}  // namespace switchroom::cli
