// Mail that comes by LMTP (RFC 2033) or SMTP (RFC 5321) to this server itself. gateway/mail makes a request of each:
//
//   LMTP /hooks/demo/support                     or SMTP
//   Mail-From: <ann@example.org>                 the return path; `<>` for none
//   Rcpt-To: support+t.4f2@shop.example          one or more
//
//   the mail's bytes
//
// No HTTP request has such a method, and only a program that may reach the port of the mail server can send one. Who
// wrote the mail is what From says; nobody has proved it.
#include <algorithm>
#include <array>
#include <utility>

#include "connectors/connector.hpp"
#include "connectors/mail/ascii.hpp"
#include "connectors/mail_delivery.hpp"
#include "connectors/signature.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{SettingRule{
    "addresses", true, false, "Our addresses: `support@shop.example`, or `@shop.example` for all of a domain; a list"}};
constexpr std::string_view sample_address = "support@shop.example";
constexpr std::array sample_settings{Sample::Setting{"addresses", sample_address}};

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

std::string_view domain_of(std::string_view address) {
  return address.substr(std::min(address.rfind('@'), address.size()));
}

/// Exactly, by its domain, or as the postmaster, whom everybody has (RFC 5321, 4.5.1).
bool has_address(const Credentials& credentials, std::string_view recipient) {
  const std::string wanted = account_of_address(recipient);
  if (wanted == "postmaster") return true;
  return std::ranges::any_of(credentials.values("addresses"), [&](const std::string& written) {
    const std::string address = account_of_address(written);
    return address == wanted || address == domain_of(wanted) ||
           (wanted.starts_with("postmaster@") && domain_of(address) == domain_of(wanted));
  });
}

Result<void> verify(const Request& request, const Credentials& credentials, Instant) {
  if (request.method != "LMTP" && request.method != "SMTP") return forged("method", "another one", "LMTP or SMTP");
  std::size_t count = 0;
  for (const Header& header : request.headers) {
    if (!mail::same_word(header.name, "Rcpt-To")) continue;
    ++count;
    if (!has_address(credentials, header.value)) return forged("Rcpt-To", "another address", "one of the channel's");
  }
  if (count > 0) return {};
  return forged("Rcpt-To", "nobody", "one of the channel's addresses");
}

Result<Delivery> decode(const Request& request, const Credentials&) {
  std::string_view from = request.header("Mail-From").value_or("");
  if (from.size() > 2 && from.starts_with('<') && from.ends_with('>')) from = from.substr(1, from.size() - 2);
  MailEnvelope envelope{.from = from, .recipients = {}};
  for (const Header& header : request.headers)
    if (mail::same_word(header.name, "Rcpt-To")) envelope.recipients.emplace_back(header.value);
  return delivery_of_mail(request.body, envelope);
}

Answer acknowledge(const Request&) { return {}; }

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  std::string to{credentials.value("addresses")};
  if (to.empty()) to = sample_address;
  if (to.starts_with('@')) to.insert(0, "support");
  OwnedRequest request;
  request.method = "LMTP";
  request.path = draft.path;
  request.headers = {{"Mail-From", '<' + draft.from + '>'}, {"Rcpt-To", to}};
  request.body = mail_of(draft, to);
  return request;
}

}  // namespace

extern const Connector mail_server;
const Connector mail_server{.kind = "mail",
                            .name = "Mail by LMTP or SMTP",
                            .methods = "LMTP, SMTP",
                            .settings = settings,
                            .sample = {.from = "ann@example.org", .id = "m1@mail.example", .settings = sample_settings},
                            .handshake = handshake,
                            .verify = verify,
                            .decode = decode,
                            .acknowledge = acknowledge,
                            .compose = compose};

}  // namespace switchroom::connectors
