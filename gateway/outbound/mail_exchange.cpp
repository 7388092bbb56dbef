#include "gateway/outbound/mail_exchange.hpp"

#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/host_name.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <optional>
#include <utility>

#include "connectors/base64.hpp"
#include "gateway/outbound/smtp_client.hpp"

namespace switchroom::outbound {
namespace {

namespace asio = boost::asio;
using asio::use_awaitable;
using asio::ip::tcp;
using namespace asio::experimental::awaitable_operators;

using Outcome = std::expected<HttpAnswer, NoAnswer>;

struct Place {
  std::string host;
  std::string port;
};

/// `smtp://relay.example:587`, `lmtp://[::1]:24`.
std::optional<Place> place_of(std::string_view url) {
  const std::string_view rest = url.substr(7);
  const std::size_t colon = rest.rfind(':');
  if (colon == rest.npos || colon == 0 || colon + 1 == rest.size()) return std::nullopt;
  std::string_view host = rest.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return Place{std::string{host}, std::string{rest.substr(colon + 1)}};
}

std::string without_brackets(std::string text) {
  return text.starts_with('<') && text.ends_with('>') ? text.substr(1, text.size() - 2) : text;
}

void read_authorization(std::string_view value, Submission& submission) {
  const auto plain = value.starts_with("Basic ") ? connectors::bytes_of_base64(value.substr(6)) : std::nullopt;
  if (!plain) return;
  const std::size_t colon = std::min(plain->find(':'), plain->size());
  submission.user = plain->substr(0, colon);
  submission.password = plain->substr(std::min(colon + 1, plain->size()));
}

Submission submission_of(bool lmtp, connectors::OwnedRequest request) {
  Submission submission;
  submission.lmtp = lmtp;
  submission.host = asio::ip::host_name();
  submission.content = std::move(request.body);
  for (connectors::OwnedRequest::Field& field : request.headers) {
    if (field.name == "Mail-From")
      submission.from = without_brackets(std::move(field.value));
    else if (field.name == "Rcpt-To")
      submission.recipients.push_back(std::move(field.value));
    else if (field.name == "Authorization")
      read_authorization(field.value, submission);
  }
  return submission;
}

/// One mail; `sent` is told before its end leaves.
class MailExchange {
 public:
  MailExchange(asio::any_io_executor executor, Place place, std::string ca_file, Submission submission)
      : place_(std::move(place)),
        ca_file_(std::move(ca_file)),
        client_(std::move(submission)),
        socket_(std::move(executor)) {}

  asio::awaitable<Outcome> run() {
    try {
      co_return co_await talk();
    } catch (const boost::system::system_error& error) {
      co_return std::unexpected(NoAnswer{client_.is_sent(), error.code().message()});
    }
  }
  bool sent() const { return client_.is_sent(); }

 private:
  asio::awaitable<HttpAnswer> talk() {
    tcp::resolver resolver{socket_.get_executor()};
    const auto endpoints = co_await resolver.async_resolve(place_.host, place_.port, use_awaitable);
    co_await asio::async_connect(socket_, endpoints, use_awaitable);
    for (SmtpClient::Next next = SmtpClient::Next::read; next != SmtpClient::Next::done;) {
      std::string_view bytes{buffer_.data(), co_await receive()};
      next = client_.take(bytes, out_);
      if (next == SmtpClient::Next::secure) co_await secure();
      const boost::system::error_code error = co_await send();
      if (error && next != SmtpClient::Next::done) throw boost::system::system_error{error};
    }
    co_return HttpAnswer{client_.code(), client_.words(), {}};
  }

  asio::awaitable<std::size_t> receive() {
    if (tls_) co_return co_await tls_->async_read_some(asio::buffer(buffer_), use_awaitable);
    co_return co_await socket_.async_read_some(asio::buffer(buffer_), use_awaitable);
  }

  asio::awaitable<boost::system::error_code> send() {
    const std::string out = std::exchange(out_, {});
    boost::system::error_code error;
    if (tls_)
      co_await asio::async_write(*tls_, asio::buffer(out), asio::redirect_error(use_awaitable, error));
    else
      co_await asio::async_write(socket_, asio::buffer(out), asio::redirect_error(use_awaitable, error));
    co_return error;
  }

  /// Without a password to lose, TLS with anybody is better than none (RFC 7435).
  asio::awaitable<void> secure() {
    SSL_CTX_set_min_proto_version(context_.native_handle(), TLS1_2_VERSION);
    if (client_.needs_verified_server()) {
      if (ca_file_.empty())
        context_.set_default_verify_paths();
      else
        context_.load_verify_file(ca_file_);
      context_.set_verify_mode(asio::ssl::verify_peer);
      context_.set_verify_callback(asio::ssl::host_name_verification{place_.host});
    }
    tls_.emplace(socket_, context_);
    SSL_set_tlsext_host_name(tls_->native_handle(), place_.host.c_str());
    co_await tls_->async_handshake(asio::ssl::stream_base::client, use_awaitable);
    client_.secured(out_);
  }

  Place place_;
  std::string ca_file_;
  SmtpClient client_;
  tcp::socket socket_;
  asio::ssl::context context_{asio::ssl::context::tls_client};
  std::optional<asio::ssl::stream<tcp::socket&>> tls_;
  std::array<char, 4096> buffer_{};
  std::string out_;
};

}  // namespace

asio::awaitable<Outcome> exchange_mail(Server server, connectors::OwnedRequest request) {
  std::optional<Place> place = place_of(server.url);
  if (!place) co_return std::unexpected(NoAnswer{false, "'" + server.url + "' names no host and port"});
  Submission submission = submission_of(server.url.starts_with("lmtp"), std::move(request));
  if (submission.recipients.empty()) co_return std::unexpected(NoAnswer{false, "the mail has no recipient"});
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  MailExchange one{executor, *std::move(place), std::move(server.ca_file), std::move(submission)};
  asio::steady_timer deadline{executor, server.timeout};
  auto outcome = co_await (one.run() || deadline.async_wait(use_awaitable));
  if (outcome.index() == 0) co_return std::get<0>(std::move(outcome));
  co_return std::unexpected(NoAnswer{one.sent(), "no answer in time"});
}

}  // namespace switchroom::outbound
