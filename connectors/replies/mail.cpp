// Mail through an SMTP relay. Sources: RFC 5322 (message format, 3.6.4: In-Reply-To and References), RFC 2047
// (Subject), RFC 2045 (base64). Our Message-ID is made of the reply's id
// and the ticket's token, so that reports about it and answers to it are known. The text goes out as base64: any line
// length and any character. X-Loop lets our own mails be known when they come back.
#include <algorithm>
#include <array>
#include <utility>

#include "connectors/base64.hpp"
#include "connectors/mail/mail_message.hpp"
#include "connectors/mail/mail_time.hpp"
#include "connectors/replies/mail_reply.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"relay", false, false, "`host:port` of the mail server that sends answers on"},
    connectors::SettingRule{"relay_user", false, false, "Who we are to the relay (AUTH PLAIN, by verified TLS only)"},
    connectors::SettingRule{"relay_password", false, true, "The user's password"},
    reply_to_setting,
    keep_cc_setting,
};

std::string bracketed(std::string_view text) { return '<' + std::string{text} + '>'; }

bool is_continuation(char c) { return (c & 0xC0) == 0x80; }

/// `=?utf-8?B?…?=` of at most 45 bytes each, cut between characters; plain ASCII as it is.
std::string encoded_words(std::string_view text) {
  if (std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7f; }) && text.size() < 900 &&
      !text.contains("=?"))
    return std::string{text};
  std::string words;
  while (!text.empty()) {
    std::size_t size = std::min<std::size_t>(45, text.size());
    while (size > 1 && size < text.size() && is_continuation(text[size])) --size;
    words.append(words.empty() ? "" : "\r\n ").append("=?utf-8?B?");
    words.append(connectors::base64_of(text.substr(0, size))).append("?=");
    text.remove_prefix(size);
  }
  return words;
}

/// One address a line, as with ids.
void append_copies(const Reply& reply, std::string& mail) {
  std::string_view before = "Cc: ";
  for (const std::string& address : reply.cc) mail.append(std::exchange(before, ",\r\n ")).append(bracketed(address));
  if (!reply.cc.empty()) mail += "\r\n";
}

/// One id a line: so none is longer than 998 octets (RFC 5322, 2.1.1).
void append_references(const Reply& reply, std::string& mail) {
  std::string_view before = "References: ";
  for (const std::string_view id : reply_references(reply))
    mail.append(std::exchange(before, "\r\n ")).append(bracketed(id));
  mail += "\r\n";
}

std::string mail_of(const Reply& reply, std::string_view message_id, std::string_view reply_to) {
  std::string mail;
  mail::append_field("From", bracketed(reply.account), mail);
  if (!reply_to.empty()) mail::append_field("Reply-To", bracketed(reply_to), mail);
  mail::append_field("To", bracketed(reply.conversation), mail);
  append_copies(reply, mail);
  mail.append("Subject: ").append(encoded_words(reply_subject(reply))).append("\r\n");
  mail::append_field("Date", mail::mail_time_of_ms(reply.now_ms), mail);
  mail::append_field("Message-ID", bracketed(message_id), mail);
  for (const auto& [name, value] : reply_headers(reply)) {
    if (name == "References")
      append_references(reply, mail);
    else
      mail::append_field(name, value, mail);
  }
  mail::append_field("X-Loop", reply.account, mail);
  mail += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
  const std::string text = connectors::base64_of(reply.text);
  for (std::size_t i = 0; i < text.size(); i += 76) mail.append(text, i, 76).append("\r\n");
  return mail;
}

/// `<reply>.<the ticket's token>@<our domain>`: nobody guesses it, and it names the ticket.
std::string message_id_of(const Reply& reply) {
  const std::size_t at = std::min(reply.account.rfind('@'), reply.account.size());
  return reply.id + (reply.thread.empty() ? "" : "." + reply.thread) +
         (at < reply.account.size() ? reply.account.substr(at) : "@switchroom.invalid");
}

Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  Result<std::string> relay = needed(credentials, "relay", "mail");
  if (!relay) return std::unexpected(relay.error());
  Posting posting{"smtp://" + *relay, {}};
  posting.message_id = message_id_of(reply);
  posting.request.method = "SMTP";
  posting.request.headers = {{"Mail-From", reply.automatic ? "<>" : bracketed(reply.account)},
                             {"Rcpt-To", reply.conversation}};
  for (const std::string& address : reply.cc) posting.request.headers.push_back({"Rcpt-To", address});
  if (const std::string_view user = credentials.value("relay_user"); !user.empty()) {
    const std::string secret = std::string{user} + ':' + std::string{credentials.value("relay_password")};
    posting.request.headers.push_back({"Authorization", "Basic " + connectors::base64_of(secret)});
  }
  posting.request.body = mail_of(reply, posting.message_id, reply_address(reply, credentials));
  return posting;
}

/// 4xx: the relay has certainly not taken it.
Verdict read_answer(int status, std::string_view words) {
  if (status >= 200 && status < 300) return {State::sent, {}, {}, {}};
  std::string reason = reason_of("SMTP " + std::to_string(status), words);
  return {status >= 500 ? State::refused : State::later, {}, std::move(reason), {}};
}

}  // namespace

extern const Replies mail_relay;
const Replies mail_relay{.kind = "mail",
                         .units_max = 100'000,
                         .settings = settings,
                         .repeatable = false,
                         .render = render,
                         .read_answer = read_answer};

}  // namespace switchroom::replies
