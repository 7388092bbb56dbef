#include "connectors/mail/automatic.hpp"

#include <algorithm>
#include <array>

#include "connectors/mail/ascii.hpp"
#include "connectors/mail/header_text.hpp"
#include "connectors/mail/mailboxes.hpp"
#include "connectors/mail/threading.hpp"
#include "connectors/mail/transfer_encoding.hpp"

namespace switchroom::mail {
namespace {

bool is_loop(const HeaderBlock& header, std::string_view loop_mark) {
  constexpr std::size_t hops_max = 50;
  if (header.count("Received") > hops_max) return true;
  return !loop_mark.empty() && same_word(header.value("X-Loop"), loop_mark);
}

/// Exchange puts X-Auto-Response-Suppress on ordinary mail, and a person may write the subject: only both together
/// tell.
bool is_exchange_reply(const HeaderBlock& header) {
  if (!header.has("X-Auto-Response-Suppress")) return false;
  const std::string subject = header_text(header.value("Subject"));
  return begins_with_word(subject, "automatic reply:") || subject.starts_with("自动回复") ||
         subject.starts_with("自動回覆") || begins_with_word(subject, "automatische antwort:") ||
         begins_with_word(subject, "réponse automatique");
}

bool is_machine(const HeaderBlock& header) {
  const std::string submitted = header.value("Auto-Submitted");
  const std::string_view word = trimmed(std::string_view{submitted}.substr(0, submitted.find_first_of(";(")));
  if (!word.empty() && !same_word(word, "no")) return true;
  constexpr std::array<std::string_view, 3> precedences{"bulk", "junk", "auto_reply"};
  const std::string precedence = header.value("Precedence");
  if (std::ranges::any_of(precedences, [&](std::string_view p) { return same_word(p, precedence); })) return true;
  return header.has("X-Autoreply") || header.has("X-Autorespond") || is_exchange_reply(header);
}

std::string decoded(const MimePart& part) {
  return decode_transfer(part.body, part.header.value("Content-Transfer-Encoding"));
}

/// `rfc822; ann@example.org` → the address.
std::string behind_type(std::string_view field) {
  const std::size_t semicolon = field.find(';');
  return std::string{trimmed(semicolon == field.npos ? field : field.substr(semicolon + 1))};
}

/// The groups of fields of a message/delivery-status; the first is about the message, the others each about a
/// recipient.
void read_status(const MimePart& part, DeliveryReport& report) {
  constexpr int recipients_max = 100;
  const std::string body = decoded(part);
  std::string_view rest = body;
  for (int i = 0; i < recipients_max && !rest.empty(); ++i) {
    const std::size_t before = rest.size();
    const Result<HeaderBlock> fields = HeaderBlock::take(rest);
    if (!fields || rest.size() == before) return;
    const std::string action = lower_case(fields->value("Action"));
    if (action.empty() || (!report.action.empty() && action != "failed")) continue;
    report.action = action;
    report.status = fields->value("Status").substr(0, 16);
    report.recipient = header_text(behind_type(fields->value("Final-Recipient")));
    if (action == "failed") return;
  }
}

void read_returned(const MimePart& part, DeliveryReport& report) {
  const std::string body = decoded(part);
  std::string_view rest = body;
  const Result<HeaderBlock> returned = HeaderBlock::take(rest);
  const std::vector<std::string> ids = read_message_ids(returned ? returned->value("Message-ID") : "");
  if (!ids.empty()) report.message_id = ids.front();
}

void read_disposition(const MimePart& part, DeliveryReport& report) {
  const std::string body = decoded(part);
  std::string_view rest = body;
  const Result<HeaderBlock> fields = HeaderBlock::take(rest);
  const std::vector<std::string> ids = read_message_ids(fields ? fields->value("Original-Message-ID") : "");
  if (fields && lower_case(fields->value("Disposition")).contains("displayed")) report.action = "displayed";
  if (!ids.empty()) report.message_id = ids.front();
}

}  // namespace

Origin origin_of(const MimeMessage& message, std::string_view envelope_from, std::string_view loop_mark) {
  const HeaderBlock& header = message.header;
  if (is_loop(header, loop_mark)) return Origin::loop;
  const std::string return_path = header.value("Return-Path");
  const bool bounce = envelope_from == "<>" || (envelope_from.empty() && return_path == "<>");
  if (message.type.value == "multipart/report" || bounce) return Origin::report;
  if (header.has("List-Id") || same_word(header.value("Precedence"), "list")) return Origin::list;
  return is_machine(header) ? Origin::machine : Origin::person;
}

DeliveryReport read_report(const MimeMessage& message) {
  DeliveryReport report;
  if (message.type.value != "multipart/report") return report;
  for (const MimePart& part : message.parts) {
    if (!part.in_report) continue;
    const std::string& type = part.type.value;
    if (type == "message/delivery-status" || type == "message/global-delivery-status") read_status(part, report);
    if (type == "message/disposition-notification") read_disposition(part, report);
    if ((type == "message/rfc822" || type == "text/rfc822-headers" || type == "message/global-headers") &&
        report.message_id.empty())
      read_returned(part, report);
  }
  return report;
}

}  // namespace switchroom::mail
