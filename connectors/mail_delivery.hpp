#pragma once
// A mail as a delivery: what all mail connectors and the mail server share. Pure: any thread.

#include <string>
#include <string_view>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "connectors/connector.hpp"
#include "connectors/mail/mail_message.hpp"

namespace switchroom::connectors {

/// How the mail came, apart from what it says about itself.
struct MailEnvelope {
  std::string_view from;                ///< `<>` for the null return path; empty: not known
  std::vector<std::string> recipients;  ///< our addresses; the first names the channel's end. Empty: as the mail says
};

/// One mail as one message, whose files and, if it was trimmed, whole text are blobs. The account is the recipient
/// without a `+token`, which becomes the thread; the conversation is the author's address. What no person wrote is
/// `system` with the origin as payload; a report about a mail of ours is a `status` with its Message-ID as ref. Errors:
/// those of `mail::read_mail`, and `undecodable_message` if nobody is named as the author.
Result<Delivery> delivery_of_mail(std::string_view bytes, const MailEnvelope& envelope);

/// As above for a mail that the provider has taken apart.
Result<Delivery> delivery_of_mail(mail::ParsedMail parsed, const MailEnvelope& envelope);

/// `support+t.4f2@Shop.example` → `support@shop.example`.
std::string account_of_address(std::string_view address);

/// A draft as the bytes of a mail to `to`, as a mail program would write them.
std::string mail_of(const Draft& draft, std::string_view to);

}  // namespace switchroom::connectors
