#include "connectors/mail/mail_message.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "connectors/mail/ascii.hpp"
#include "connectors/mail/charset.hpp"
#include "connectors/mail/flowed_text.hpp"
#include "connectors/mail/header_text.hpp"
#include "connectors/mail/html_text.hpp"
#include "connectors/mail/mail_time.hpp"
#include "connectors/mail/quotation.hpp"
#include "connectors/mail/threading.hpp"
#include "connectors/mail/tnef.hpp"
#include "connectors/mail/transfer_encoding.hpp"

namespace switchroom::mail {
namespace {

constexpr std::size_t text_max = 1U << 20;

std::string decoded(const MimePart& part) {
  return decode_transfer(part.body, part.header.value("Content-Transfer-Encoding"));
}

// --- text ------------------------------------------------------------------------------------------------------------

/// LF line ends, no NUL, no byte order mark, at most 1 MiB (and then not ending inside a character).
std::string plain_lines(std::string_view text, bool& cut) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::string lines;
  lines.reserve(std::min(text.size(), text_max));
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool continues = (byte & 0xC0) == 0x80;
    if (lines.size() >= text_max && !continues) {
      cut = true;
      break;
    }
    if (text[i] == '\r') {
      lines += '\n';
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    } else if (byte >= 0x20 || text[i] == '\n' || text[i] == '\t') {
      lines += text[i];
    }
  }
  return lines;
}

std::string text_of(const MimePart& part, bool& cut) {
  const std::string text = utf8_of(decoded(part), part.type.parameter("charset"));
  if (part.type.value == "text/html") {
    std::string shown = text_of_html(text, text_max);
    cut = cut || shown.size() >= text_max;
    return shown;
  }
  std::string lines = plain_lines(text, cut);
  if (!same_word(part.type.parameter("format"), "flowed")) return lines;
  return unflowed(lines, same_word(part.type.parameter("delsp"), "yes"));
}

struct Disposition {
  bool attachment = false;
  bool inlined = false;
  std::string name;
};

Disposition disposition_of(const MimePart& part, std::string_view fallback) {
  const Parametrised field = read_parameters(part.header.value("Content-Disposition"), fallback);
  std::string_view name = field.parameter("filename");
  if (name.empty()) name = part.type.parameter("name");
  return {.attachment = field.value == "attachment", .inlined = field.value == "inline", .name = std::string{name}};
}

/// Whether the part is shown as text, and not kept as a file.
bool is_shown(const MimePart& part, const Disposition& disposition) {
  const bool text = part.type.value == "text/plain" || part.type.value == "text/html";
  return text && !disposition.attachment && disposition.name.empty();
}

/// Of each multipart/alternative the last branch with plain text is shown, else the last one with HTML.
class Choice {
 public:
  struct Shown {
    std::size_t alternative;
    std::size_t branch;
    bool html;
    std::string text;
  };

  void add(const MimePart& part, bool& cut) {
    const bool html = part.type.value == "text/html";
    std::string text = text_of(part, cut);
    if (trimmed(text).empty()) return;
    if (part.alternative != 0) {
      const auto rival = std::ranges::find_if(
          shown_, [&](const Shown& s) { return s.alternative == part.alternative && s.branch != part.branch; });
      if (rival != shown_.end() && html && !rival->html) return;
      if (rival != shown_.end())
        std::erase_if(shown_,
                      [&](const Shown& s) { return s.alternative == part.alternative && s.branch != part.branch; });
    }
    shown_.push_back({part.alternative, part.branch, html, std::move(text)});
  }

  std::string joined(bool& cut) && {
    std::string text;
    for (Shown& shown : shown_) {
      if (!text.empty() && !text.ends_with('\n')) text += '\n';
      text += shown.text;
    }
    return text.size() > text_max ? plain_lines(text, cut) : text;
  }

 private:
  std::vector<Shown> shown_;
};

// --- files -----------------------------------------------------------------------------------------------------------

std::string content_id_of(const HeaderBlock& header) {
  std::string id = header.value("Content-ID");
  std::erase_if(id, [](char c) { return c == '<' || c == '>' || static_cast<unsigned char>(c) <= ' '; });
  return id.substr(0, 200);
}

void add_file(const MimePart& part, const Disposition& disposition, std::vector<MailFile>& files) {
  std::string bytes = decoded(part);
  const std::string& type = part.type.value;
  if (type == "application/ms-tnef" || same_word(disposition.name, "winmail.dat"))
    if (std::optional<std::vector<TnefFile>> packed = read_tnef(bytes)) {
      for (TnefFile& file : *packed)
        files.push_back({.name = safe_file_name(header_text(file.name, "windows-1252"), "application/octet-stream"),
                         .type = "application/octet-stream",
                         .content_id = {},
                         .inlined = false,
                         .bytes = std::move(file.bytes)});
      return;
    }
  const std::string content_id = content_id_of(part.header);
  const bool inlined = !disposition.attachment && (disposition.inlined || (part.in_related && !content_id.empty()));
  files.push_back({.name = safe_file_name(disposition.name, type),
                   .type = type,
                   .content_id = content_id,
                   .inlined = inlined,
                   .bytes = std::move(bytes)});
}

/// The parts of a report are about the mail, not in it.
bool is_report_part(const MimePart& part) {
  return part.in_report && part.type.value.starts_with("message/") && part.type.value != "message/rfc822";
}

/// The text without blanks at its end, and what is new in it.
void settle_text(MailMessage& message) {
  while (message.text.ends_with('\n') || message.text.ends_with(' ')) message.text.pop_back();
  message.reply = without_quotation(message.text, message.subject);
}

void read_content(const MimeMessage& mime, std::string_view fallback, MailMessage& message) {
  Choice choice;
  for (const MimePart& part : mime.parts) {
    const Disposition disposition = disposition_of(part, fallback);
    if (is_shown(part, disposition))
      choice.add(part, message.cut);
    else if (!is_report_part(part))
      add_file(part, disposition, message.files);
  }
  message.text = std::move(choice).joined(message.cut);
  settle_text(message);
}

// --- header ----------------------------------------------------------------------------------------------------------

/// The charset that raw bytes in a header are likely to be in.
std::string_view charset_of(const MimeMessage& mime) {
  for (const MimePart& part : mime.parts)
    if (const std::string_view charset = part.type.parameter("charset"); !charset.empty()) return charset;
  return {};
}

void read_people(const HeaderBlock& header, std::string_view fallback, std::string_view envelope_from,
                 MailMessage& message) {
  const std::vector<Mailbox> authors = read_mailboxes(header.value("From"), fallback);
  if (!authors.empty()) message.from = authors.front();
  if (authors.empty() && envelope_from != "<>") message.from.address = header_text(envelope_from);
  if (message.from.address.empty())
    if (const auto senders = read_mailboxes(header.value("Sender"), fallback); !senders.empty())
      message.from = senders.front();
  for (const std::string_view name : {"Delivered-To", "X-Original-To", "To", "Cc"})
    for (Mailbox& mailbox : read_mailboxes(header.value(name), fallback)) {
      const std::string address = canonical_address(mailbox.address);
      if (std::ranges::find(message.recipients, address) == message.recipients.end() && message.recipients.size() < 100)
        message.recipients.push_back(address);
      if (name == "To" || name == "Cc") message.to.push_back(std::move(mailbox));
    }
}

void read_ids(const HeaderBlock& header, std::string_view bytes, MailMessage& message) {
  const std::vector<std::string> own = read_message_ids(header.value("Message-ID"));
  message.message_id_made = own.empty();
  message.message_id = own.empty() ? made_message_id(bytes) : own.front();
  const std::vector<std::string> answered = read_message_ids(header.value("In-Reply-To"));
  if (!answered.empty()) message.in_reply_to = answered.front();
  message.references = read_message_ids(header.value("References"));
}

/// All that the header says; `id_bytes`: what an id is made of where there is none.
MailMessage read_head(const MimeMessage& mime, std::string_view fallback, std::string_view id_bytes,
                      const MailContext& context) {
  const HeaderBlock& header = mime.header;
  MailMessage message;
  read_ids(header, id_bytes, message);
  read_people(header, fallback, context.envelope_from, message);
  message.subject = header_text(header.value("Subject"), fallback);
  message.at_ms = ms_of_mail_time(header.value("Date")).value_or(0);
  message.auto_submitted = header_text(header.value("Auto-Submitted"));
  message.origin = origin_of(mime, context.envelope_from, context.loop_mark);
  message.report = read_report(mime);
  return message;
}

}  // namespace

Result<MailMessage> read_mail(std::string_view bytes, const MailContext& context) {
  const Result<MimeMessage> mime = split_mime(bytes);
  if (!mime) return std::unexpected{mime.error()};
  const std::string_view fallback = charset_of(*mime);
  MailMessage message = read_head(*mime, fallback, bytes, context);
  read_content(*mime, fallback, message);
  return message;
}

Result<MailMessage> read_parsed_mail(ParsedMail parsed, const MailContext& context) {
  const std::string id_bytes = parsed.header + parsed.text + parsed.html;
  parsed.header += "\r\n";
  const Result<MimeMessage> mime = split_mime(parsed.header);  // holds views into it
  if (!mime) return std::unexpected{mime.error()};
  MailMessage message = read_head(*mime, {}, id_bytes, context);
  message.text = plain_lines(utf8_of(parsed.text, "utf-8"), message.cut);
  if (trimmed(message.text).empty()) message.text = text_of_html(utf8_of(parsed.html, "utf-8"), text_max);
  settle_text(message);
  message.files = std::move(parsed.files);
  for (MailFile& file : message.files) file.name = safe_file_name(header_text(file.name), file.type);
  return message;
}

void append_field(std::string_view name, std::string_view value, std::string& header) {
  for (const std::string_view part : {name, std::string_view{": "}, value})
    for (const char c : part) header += c == '\r' || c == '\n' ? ' ' : c;
  header += "\r\n";
}

}  // namespace switchroom::mail
