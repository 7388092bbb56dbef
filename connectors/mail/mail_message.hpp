#pragma once
// A mail as a router and an agent need it, made of the bytes that came over SMTP, LMTP or a webhook. No I/O, no clock,
// no memory beyond a few times the mail's own size. Pure: any thread.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "connectors/mail/automatic.hpp"
#include "connectors/mail/mailboxes.hpp"

namespace switchroom::mail {

/// A file in a mail, decoded.
struct MailFile {
  std::string name;        ///< safe as a file's name
  std::string type;        ///< `image/png`, as the mail says: nobody has checked it
  std::string content_id;  ///< without brackets; what HTML shows it by
  bool inlined = false;    ///< shown inside the text rather than attached
  std::string bytes;
};

struct MailMessage {
  std::string message_id;  ///< without brackets; made of a digest of the bytes if the mail has none
  bool message_id_made = false;
  std::string in_reply_to;
  std::vector<std::string> references;  ///< the first and the last 20
  Mailbox from;                         ///< the author; the envelope's sender where From names nobody
  std::vector<Mailbox> to;              ///< To and Cc
  std::vector<std::string> recipients;  ///< canonical addresses: Delivered-To, X-Original-To, then To and Cc
  std::string subject;
  std::int64_t at_ms = 0;  ///< the Date field; 0: it can't be read
  std::string text;        ///< whole, UTF-8, LF line ends
  std::string reply;       ///< without what it answers and without signature; never empty where `text` is not
  bool cut = false;        ///< the text was longer than 1 MiB
  std::vector<MailFile> files;
  std::string auto_submitted;  ///< the field's value
  Origin origin = Origin::person;
  DeliveryReport report;
};

/// What only the receiving side knows.
struct MailContext {
  std::string_view envelope_from;  ///< `<>` for the null return path; empty: not known
  std::string_view loop_mark;      ///< what our own mails carry in X-Loop
};

/// Reads a mail. Anything can be read, however broken; errors are bombs only, as `split_mime` tells them:
/// `payload_too_large` (SMTP: 552) or `undecodable_message` (SMTP: 554).
Result<MailMessage> read_mail(std::string_view bytes, const MailContext& context = {});

/// A mail that a provider has taken apart already.
struct ParsedMail {
  std::string header;  ///< the fields as they stood in the mail; values may be raw UTF-8
  std::string text;    ///< UTF-8
  std::string html;    ///< UTF-8; counts where `text` is blank
  std::vector<MailFile> files;
};

/// Reads what a provider took apart, by the same rules. An id is made of the header and the texts where there is none.
Result<MailMessage> read_parsed_mail(ParsedMail parsed, const MailContext& context = {});

/// Appends `name: value` and a line end; line ends in them become blanks, so that a value never makes a field.
void append_field(std::string_view name, std::string_view value, std::string& header);

}  // namespace switchroom::mail
