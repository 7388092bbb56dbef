#include "connectors/mail_delivery.hpp"

#include <algorithm>
#include <utility>

#include "connectors/base64.hpp"
#include "connectors/mail/mail_time.hpp"
#include "connectors/media_kind.hpp"
#include "connectors/signature.hpp"

namespace switchroom::connectors {
namespace {

using mail::MailMessage;

void add_blob(std::string bytes, Attachment attachment, InboundMessage& message, Delivery& delivery) {
  attachment.sha256 = sha256_hex(bytes);
  delivery.blobs.push_back({attachment.sha256, std::move(bytes)});
  message.media.push_back(std::move(attachment));
}

void add_files(MailMessage& mail, InboundMessage& message, Delivery& delivery) {
  for (mail::MailFile& file : mail.files) {
    Attachment attachment;
    attachment.kind = kind_of_media_type(file.type);
    attachment.mime_type = file.type;
    attachment.filename = file.name;
    if (file.inlined && !file.content_id.empty()) attachment.id = "cid:" + file.content_id;
    add_blob(std::move(file.bytes), std::move(attachment), message, delivery);
  }
  if (mail.reply == mail.text) return;
  Attachment whole;
  whole.id = "whole-text";
  whole.mime_type = "text/plain; charset=utf-8";
  whole.filename = "whole-text.txt";
  add_blob(std::move(mail.text), std::move(whole), message, delivery);
}

/// What a report says about a mail of ours; `none`: nothing that counts.
DeliveryStatus status_of(const mail::DeliveryReport& report) {
  if (report.message_id.empty()) return DeliveryStatus::none;
  if (report.action == "failed") return DeliveryStatus::failed;
  if (report.action == "delivered" || report.action == "relayed") return DeliveryStatus::delivered;
  return report.action == "displayed" ? DeliveryStatus::read : DeliveryStatus::none;
}

void read_kind(const MailMessage& mail, InboundMessage& message) {
  if (mail.origin == mail::Origin::person) {
    if (message.text.empty() && message.subject.empty() && !message.media.empty())
      message.kind = message.media.front().kind;
    return;
  }
  message.status = mail.origin == mail::Origin::report ? status_of(mail.report) : DeliveryStatus::none;
  message.kind = message.status == DeliveryStatus::none ? MessageKind::system : MessageKind::status;
  if (message.kind == MessageKind::system) {
    message.payload = mail::origin_names[static_cast<std::size_t>(mail.origin)];
    return;
  }
  message.ref = mail.report.message_id;
  if (message.status == DeliveryStatus::failed) message.error = mail.report.status;
  if (!mail.report.recipient.empty()) message.conversation = mail::canonical_address(mail.report.recipient);
}

bool names_one_of(const std::vector<std::string>& ours, const std::vector<mail::Mailbox>& named) {
  return std::ranges::any_of(named, [&](const mail::Mailbox& one) {
    return std::ranges::find(ours, account_of_address(one.address), account_of_address) != ours.end();
  });
}

/// Whom else the mail names, behind our own addresses.
void add_others(const MailMessage& mail, InboundMessage& message) {
  constexpr std::size_t recipients_max = 100;
  for (const mail::Mailbox& one : mail.to) {
    std::string address = mail::canonical_address(one.address);
    const bool is_known = std::ranges::find(message.recipients, address) != message.recipients.end();
    if (!is_known && message.recipients.size() < recipients_max) message.recipients.push_back(std::move(address));
  }
}

void read_ends(const MailMessage& mail, const MailEnvelope& envelope, InboundMessage& message) {
  for (const std::string& recipient : envelope.recipients)
    message.recipients.push_back(mail::canonical_address(recipient));
  message.blind = !message.recipients.empty() && !names_one_of(message.recipients, mail.to);
  if (message.recipients.empty()) message.recipients = mail.recipients;
  for (const std::string& recipient : message.recipients)
    if (message.thread.empty()) message.thread = mail::plus_token(recipient);
  if (message.recipients.empty()) return;
  message.to = message.recipients.front();
  message.account = account_of_address(message.to);
  add_others(mail, message);
}

Result<Delivery> delivery_of(Result<MailMessage> read, const MailEnvelope& envelope) {
  if (!read) return std::unexpected{std::move(read.error())};
  MailMessage& mail = *read;
  if (mail.from.address.empty() && mail.origin != mail::Origin::report)
    return std::unexpected{Error{Fault::undecodable_message, "From", "nobody", "the author's address"}};
  Delivery delivery;
  InboundMessage& message = delivery.messages.emplace_back();
  message.provider_id = mail.message_id;
  message.from = mail::canonical_address(mail.from.address);
  message.conversation = message.from;
  message.name = mail.from.name;
  message.at_ms = mail.at_ms;
  message.text = mail.reply;
  message.subject = mail.subject;
  message.in_reply_to = mail.in_reply_to;
  message.references = mail.references;
  message.auto_submitted = mail.auto_submitted;
  read_ends(mail, envelope, message);
  add_files(mail, message, delivery);
  read_kind(mail, message);
  if (message.kind == MessageKind::status) {  // what a report brings along is our own mail
    message.media.clear();
    delivery.blobs.clear();
  }
  return delivery;
}

/// Our own mails carry our address in X-Loop.
std::string loop_mark_of(const MailEnvelope& envelope) {
  return envelope.recipients.empty() ? std::string{} : account_of_address(envelope.recipients.front());
}

}  // namespace

Result<Delivery> delivery_of_mail(std::string_view bytes, const MailEnvelope& envelope) {
  const std::string loop_mark = loop_mark_of(envelope);
  return delivery_of(mail::read_mail(bytes, {.envelope_from = envelope.from, .loop_mark = loop_mark}), envelope);
}

Result<Delivery> delivery_of_mail(mail::ParsedMail parsed, const MailEnvelope& envelope) {
  const std::string loop_mark = loop_mark_of(envelope);
  return delivery_of(
      mail::read_parsed_mail(std::move(parsed), {.envelope_from = envelope.from, .loop_mark = loop_mark}), envelope);
}

std::string account_of_address(std::string_view address) {
  std::string account = mail::canonical_address(address);
  const std::size_t at = account.rfind('@');
  const std::size_t plus = account.find('+');
  if (at != account.npos && plus != account.npos && plus < at) account.erase(plus, at - plus);
  return account;
}

std::string mail_of(const Draft& draft, std::string_view to) {
  std::string mail;
  mail::append_field("Received", "from mail.example by mx.example; " + mail::mail_time_of_ms(draft.at_ms), mail);
  mail::append_field("From", "=?utf-8?B?" + base64_of(draft.name) + "?= <" + draft.from + '>', mail);
  mail::append_field("To", to, mail);
  mail::append_field("Subject", "A message", mail);
  mail::append_field("Date", mail::mail_time_of_ms(draft.at_ms), mail);
  mail::append_field("Message-ID", '<' + draft.id + (draft.id.contains('@') ? ">" : "@mail.example>"), mail);
  mail::append_field("MIME-Version", "1.0", mail);
  mail::append_field("Content-Type", "text/plain; charset=utf-8", mail);
  mail::append_field("Content-Transfer-Encoding", "base64", mail);
  mail += "\r\n";
  const std::string text = base64_of(draft.text);
  for (std::size_t i = 0; i < text.size(); i += 76) mail.append(text, i, 76).append("\r\n");
  return mail;
}

}  // namespace switchroom::connectors
