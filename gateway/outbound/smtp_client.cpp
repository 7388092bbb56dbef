#include "gateway/outbound/smtp_client.hpp"

// > EHLO host        < 250-relay, 250-STARTTLS …, 250 SIZE 10240000
// > STARTTLS         < 220; handshake; EHLO again
// > AUTH PLAIN …     < 235
// > MAIL FROM:<…>    < 250
// > RCPT TO:<…>      < 250, for each
// > DATA             < 354
// > the mail, CR LF . CR LF          from here on the server may have it
// < 250              LMTP: one for each recipient

#include <algorithm>
#include <charconv>
#include <utility>

#include "connectors/base64.hpp"

namespace switchroom::outbound {
namespace {

constexpr std::size_t line_bytes_max = 4096;
constexpr std::size_t lines_max = 200;

/// An address or a name can't bring a command of its own.
bool is_one_word(std::string_view text) {
  return std::ranges::none_of(text, [](unsigned char c) { return c <= ' ' || c == 0x7f || c == '<' || c == '>'; });
}

bool is_beyond_ascii(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return (c & 0x80) != 0; });
}

}  // namespace

SmtpClient::SmtpClient(Submission submission) : submission_(std::move(submission)) {}

SmtpClient::Next SmtpClient::take(std::string_view& bytes, std::string& out) {
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    line_ += bytes.substr(0, end);
    bytes.remove_prefix(std::min(end == bytes.npos ? end : end + 1, bytes.size()));
    if (line_.size() > line_bytes_max || lines_ > lines_max) return fail(421, "a reply without end", out);
    if (end == bytes.npos) return Next::read;
    if (line_.ends_with('\r')) line_.pop_back();
    const std::string line = std::exchange(line_, {});
    const auto [after, error] =
        std::from_chars(line.data(), line.data() + std::min<std::size_t>(3, line.size()), code_);
    if (error != std::errc{} || after != line.data() + 3) return fail(421, "that is no reply of a mail server", out);
    words_ = line.substr(std::min<std::size_t>(4, line.size()));
    ++lines_;
    if (step_ == Step::hello) offers_.push_back(words_);
    if (line.size() > 3 && line[3] == '-') continue;
    lines_ = 0;
    const Next next = heard(out);
    if (next != Next::read) return next;
  }
  return Next::read;
}

SmtpClient::Next SmtpClient::heard(std::string& out) {
  const int expected = step_ == Step::data ? 3 : 2;
  if (code_ / 100 != expected) return end(out);
  switch (step_) {
    case Step::greeting:
      say_hello(out);
      return Next::read;
    case Step::hello:
      return after_hello(out);
    case Step::starttls:
      return Next::secure;
    case Step::data:
      send_content(out);
      return Next::read;
    case Step::content:
      if (submission_.lmtp && ++recipient_ < submission_.recipients.size()) return Next::read;
      return end(out);
    default:
      return go_on(out);
  }
}

SmtpClient::Next SmtpClient::after_hello(std::string& out) {
  const auto offers = [this](std::string_view word) {
    return std::ranges::any_of(offers_, [word](const std::string& line) {
      return line == word || (line.starts_with(word) && line[word.size()] == ' ');
    });
  };
  if (offers("STARTTLS") && !is_secured_) {
    step_ = Step::starttls;
    out += "STARTTLS\r\n";
    return Next::read;
  }
  if (submission_.user.empty()) {
    step_ = Step::auth;
    return go_on(out);
  }
  if (!is_secured_) return fail(454, "no TLS is offered, so the password was not sent", out);
  if (!offers("AUTH")) return fail(454, "no AUTH is offered", out);
  step_ = Step::auth;
  const std::string secret = std::string{'\0'} + submission_.user + '\0' + submission_.password;
  out += "AUTH PLAIN " + connectors::base64_of(secret) + "\r\n";
  return Next::read;
}

/// The command behind the one that was answered well.
SmtpClient::Next SmtpClient::go_on(std::string& out) {
  const bool utf8 = is_beyond_ascii(submission_.from) || std::ranges::any_of(submission_.recipients, is_beyond_ascii);
  if (!is_one_word(submission_.from) || !std::ranges::all_of(submission_.recipients, is_one_word))
    return fail(553, "that is no address", out);
  if (step_ == Step::auth) {
    step_ = Step::mail;
    out += "MAIL FROM:<" + submission_.from + (utf8 ? "> SMTPUTF8\r\n" : ">\r\n");
  } else if (step_ == Step::mail || ++recipient_ < submission_.recipients.size()) {
    step_ = Step::rcpt;
    out += "RCPT TO:<" + submission_.recipients[recipient_] + ">\r\n";
  } else {
    step_ = Step::data;
    recipient_ = 0;
    out += "DATA\r\n";
  }
  return Next::read;
}

void SmtpClient::say_hello(std::string& out) {
  step_ = Step::hello;
  offers_.clear();
  out.append(submission_.lmtp ? "LHLO " : "EHLO ").append(submission_.host).append("\r\n");
}

void SmtpClient::secured(std::string& out) {
  is_secured_ = true;
  line_.clear();
  say_hello(out);
}

void SmtpClient::send_content(std::string& out) {
  step_ = Step::content;
  is_sent_ = true;
  std::string_view rest = submission_.content;
  while (!rest.empty()) {
    const std::size_t size = std::min(rest.find_first_of("\r\n"), rest.size());
    if (rest.front() == '.') out += '.';
    out.append(rest.substr(0, size)).append("\r\n");
    rest.remove_prefix(size);
    rest.remove_prefix(rest.starts_with("\r\n") ? 2 : std::min<std::size_t>(1, rest.size()));
  }
  out += ".\r\n";
}

SmtpClient::Next SmtpClient::end(std::string& out) {
  out += "QUIT\r\n";
  return Next::done;
}

SmtpClient::Next SmtpClient::fail(int code, std::string words, std::string& out) {
  code_ = code;
  words_ = std::move(words);
  return end(out);
}

}  // namespace switchroom::outbound
