#include "dialogue.hpp"

#include <sstream>
#include <utility>
#include <vector>

namespace switchroom::smtp {
namespace {

std::string unescaped(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      bytes += text[i];
      continue;
    }
    const char c = text[++i];
    bytes += c == 'r' ? '\r' : c == 'n' ? '\n' : c == '0' ? '\0' : c;
  }
  return bytes;
}

/// The server's lines, each on one of ours.
void tell(std::string& out, std::string& text) {
  std::istringstream lines{std::exchange(out, {})};
  for (std::string line; std::getline(lines, line);) text += line.substr(0, line.size() - 1) + '\n';
}

std::string delivery_of(const Mail& mail) {
  std::string text = "  deliver from " + (mail.from.empty() ? "nobody" : mail.from) + " to";
  for (const std::string& recipient : mail.recipients) text += ' ' + recipient;
  return text + ": " + escaped(mail.content) + '\n';
}

class Play {
 public:
  explicit Play(std::string_view first)
      : limits_(limits_of(first)),
        session_(first.starts_with("lmtp") ? Dialect::lmtp : Dialect::smtp, limits_, owner_of, first.contains("tls")) {
    session_.greet(out_);
    tell(out_, text);
  }

  void send(std::string_view packet) {
    for (Session::Next next = Session::Next::read; !closed_;) {
      next = session_.take(packet, out_);
      tell(out_, text);
      if (next == Session::Next::deliver) deliver();
      if (next == Session::Next::secure) text += "  secure\n", session_.secured();
      if (next == Session::Next::close) text += "  close\n", closed_ = true;
      if (next == Session::Next::read) return;
    }
  }

  std::string text;

 private:
  static Limits limits_of(std::string_view words) {
    Limits limits;
    limits.host = "mx.shop.example";
    limits.errors_max = 5;
    limits.recipients_max = 3;
    if (words.contains("small")) limits.mail_bytes_max = 40;
    if (words.contains("normalize")) limits.bare_line_ends = BareLineEnds::normalize;
    return limits;
  }

  void deliver() {
    const Mail mail = session_.release_mail();
    text += delivery_of(mail);
    std::vector<Reply> outcomes;
    for (const std::string& recipient : mail.recipients) outcomes.push_back(outcome_for(recipient));
    session_.delivered(outcomes, out_);
    tell(out_, text);
  }

  Limits limits_;
  Session session_;
  std::string out_;
  bool closed_ = false;
};

}  // namespace

Owner owner_of(std::string_view address) {
  for (const std::string_view ours : {"support@shop.example", "later@shop.example", "bomb@shop.example", "postmaster"})
    if (address == ours) return Owner::ours;
  if (address.starts_with("unready@")) return Owner::unready;
  return address.ends_with("@shop.example") ? Owner::unknown : Owner::foreign;
}

Reply outcome_for(std::string_view recipient) {
  if (recipient.starts_with("later")) return {451, "4.3.0", "not stored"};
  if (recipient.starts_with("bomb")) return {554, "5.6.0", "a bomb"};
  return {250, "2.0.0", "stored"};
}

std::string escaped(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    if (c == '\r' || c == '\n' || c == '\0' || c == '\\')
      text.append(1, '\\').append(1, c == '\r' ? 'r' : c == '\n' ? 'n' : c == '\0' ? '0' : c);
    else
      text += c;
  }
  return text;
}

std::string played(std::string_view dialogue) {
  std::istringstream lines{std::string{dialogue}};
  std::string first;
  std::getline(lines, first);
  Play play{first};
  std::string written = first + '\n';
  std::string packet;
  const auto flush = [&] {
    const bool is_sent = !packet.empty();
    if (is_sent) play.send(std::exchange(packet, {}));
    if (is_sent && play.text.empty()) written += "-\n";
    written += std::exchange(play.text, {});
  };
  for (std::string line; std::getline(lines, line);) {
    const bool is_ours = line.starts_with('>') || line.starts_with('#');
    if (!is_ours) continue;
    if (packet.empty()) flush();
    const bool is_packet = line.starts_with('>');
    if (!is_packet) flush();
    written += line + '\n';
    if (line.starts_with("> ")) packet += line.substr(2) + "\r\n";
    if (line.starts_with(">| ")) packet += unescaped(std::string_view{line}.substr(3));
    const bool goes_on = lines.peek() == '>';
    if (is_packet && !goes_on) flush();
  }
  flush();
  return written;
}

}  // namespace switchroom::smtp
