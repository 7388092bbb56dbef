#include "gateway/outbound/http_client.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <exception>
#include <utility>

#include "gateway/outbound/mail_exchange.hpp"

namespace switchroom::outbound {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::use_awaitable;
using namespace asio::experimental::awaitable_operators;

using Request = http::request<http::string_body>;
using Outcome = std::expected<HttpAnswer, NoAnswer>;

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

/// One exchange; `sent` is set before the first byte of the request leaves.
class Exchange {
 public:
  Exchange(Server server, Place place, Request request)
      : server_(std::move(server)), place_(std::move(place)), request_(std::move(request)) {}

  asio::awaitable<Outcome> run() {
    try {
      co_return place_.tls ? co_await over_tls() : co_await plain();
    } catch (const boost::system::system_error& error) {
      co_return std::unexpected(NoAnswer{sent_, error.code().message()});
    }
  }
  bool sent() const { return sent_; }

 private:
  asio::awaitable<void> connect(beast::tcp_stream& stream) {
    asio::ip::tcp::resolver resolver{stream.get_executor()};
    const auto endpoints = co_await resolver.async_resolve(place_.host, place_.port, use_awaitable);
    co_await stream.async_connect(endpoints, use_awaitable);
  }

  template <class Stream>
  asio::awaitable<HttpAnswer> talk(Stream& stream) {
    sent_ = true;
    co_await http::async_write(stream, request_, use_awaitable);
    beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(server_.answer_bytes_max);
    co_await http::async_read(stream, buffer, parser, use_awaitable);
    co_return answer_of(parser.release());
  }

  asio::awaitable<HttpAnswer> plain() {
    beast::tcp_stream stream{co_await asio::this_coro::executor};
    co_await connect(stream);
    co_return co_await talk(stream);
  }

  asio::awaitable<HttpAnswer> over_tls() {
    asio::ssl::context context{asio::ssl::context::tls_client};
    if (server_.ca_file.empty())
      context.set_default_verify_paths();
    else
      context.load_verify_file(server_.ca_file);
    context.set_verify_mode(asio::ssl::verify_peer);
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    beast::ssl_stream<beast::tcp_stream> stream{co_await asio::this_coro::executor, context};
    stream.set_verify_callback(asio::ssl::host_name_verification{place_.host});
    SSL_set_tlsext_host_name(stream.native_handle(), place_.host.c_str());
    co_await connect(beast::get_lowest_layer(stream));
    co_await stream.async_handshake(asio::ssl::stream_base::client, use_awaitable);
    co_return co_await talk(stream);
  }

  Server server_;
  Place place_;
  Request request_;
  bool sent_ = false;
};

}  // namespace

std::string_view HttpAnswer::header(std::string_view name) const {
  const auto found = std::ranges::find_if(headers, [&](const auto& field) { return beast::iequals(field.name, name); });
  return found == headers.end() ? std::string_view{} : std::string_view{found->value};
}

asio::awaitable<Outcome> exchange(Server server, connectors::OwnedRequest from) {
  if (is_mail_server(server.url)) co_return co_await exchange_mail(std::move(server), std::move(from));
  auto place = place_of(server.url);
  if (!place) co_return std::unexpected(NoAnswer{false, place.error()});
  const std::chrono::milliseconds timeout = server.timeout;
  Request request = request_for(*place, from);
  Exchange one{std::move(server), std::move(*place), std::move(request)};
  asio::steady_timer deadline{co_await asio::this_coro::executor, timeout};
  auto outcome = co_await (one.run() || deadline.async_wait(use_awaitable));
  if (outcome.index() == 0) co_return std::get<0>(std::move(outcome));
  co_return std::unexpected(NoAnswer{one.sent(), "no answer in time"});
}

Outcome send(const Server& server, const connectors::OwnedRequest& request) {
  asio::io_context context;
  Outcome result = std::unexpected(NoAnswer{false, "no answer"});
  const auto done = [&](const std::exception_ptr& failure, Outcome outcome) {
    if (failure) std::rethrow_exception(failure);
    result = std::move(outcome);
  };
  asio::co_spawn(context, exchange(server, request), done);
  context.run();
  return result;
}

}  // namespace switchroom::outbound
