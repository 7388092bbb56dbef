#pragma once
// A mail handed to another server, as a request and its answer: `smtp://host:port` or `lmtp://host:port`. Runs on the
// executor of the coroutine.

#include <boost/asio/awaitable.hpp>
#include <expected>
#include <string_view>

#include "gateway/outbound/http_client.hpp"

namespace switchroom::outbound {

/// Whether `url` is a mail server's.
inline bool is_mail_server(std::string_view url) { return url.starts_with("smtp://") || url.starts_with("lmtp://"); }

/// Hands over the mail in the body of `request`: headers `Mail-From` (`<ann@example.org>`), `Rcpt-To` for each
/// recipient, perhaps `Authorization: Basic …`. TLS where it is offered; with a password only TLS with a certificate
/// for the server's name. The answer's status is the code that decided, its body the words. As `exchange`: never throws
/// but for its cancellation, and `NoAnswer::sent` says that the server may have the mail.
boost::asio::awaitable<std::expected<HttpAnswer, NoAnswer>> exchange_mail(Server server,
                                                                          connectors::OwnedRequest request);

}  // namespace switchroom::outbound
