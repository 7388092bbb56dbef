#include "gateway/mail/session.hpp"

// A conversation, client's lines with `>`:
//
//   220 shop.example LMTP Switchroom
//   > LHLO mx.shop.example
//   250-shop.example …
//   > MAIL FROM:<ann@example.org> SIZE=500        these three may come in one packet
//   > RCPT TO:<support@shop.example>
//   > DATA
//   250, 250, 354
//   > the mail, CR LF . CR LF
//   250 2.0.0 …                                   LMTP: one for each RCPT that was answered 250
//
// Where an answer changes what the next bytes mean (EHLO, DATA, STARTTLS), whoever sends on without waiting for it is
// broken, or somebody else put bytes into the stream: they are not obeyed.

#include <algorithm>
#include <utility>

#include "connectors/mail/ascii.hpp"

namespace switchroom::smtp {
namespace {

using mail::same_word;
using Text = std::string_view;

Reply bad_order(std::string words) { return {503, "5.5.1", std::move(words)}; }
Reply too_large() { return {552, "5.3.4", "that mail is too large"}; }
Reply no_utf8() { return {553, "5.6.7", "an address beyond ASCII needs SMTPUTF8"}; }

/// A relay that is asked by `ann%example.org@shop.example` or `example.org!ann@shop.example`.
bool asks_for_a_relay(Text address) {
  return address.substr(0, address.rfind('@')).find_first_of("%!@") != address.npos;
}

}  // namespace

Session::Session(Dialect dialect, const Limits& limits, Find find, bool can_secure)
    : dialect_(dialect), limits_(limits), find_(std::move(find)), can_secure_(can_secure) {}

void Session::greet(std::string& out) const {
  append_reply({220, {}, limits_.host + (dialect_ == Dialect::lmtp ? " LMTP Switchroom" : " ESMTP Switchroom")}, out);
}

Session::Next Session::take(Text& bytes, std::string& out) {
  Next next = Next::read;
  while (next == Next::read && (!bytes.empty() || (mode_ == Mode::octets && chunk_.octets == 0))) {
    if (mode_ == Mode::command)
      next = take_command(bytes, out);
    else if (mode_ == Mode::lines)
      next = take_lines(bytes, out);
    else
      next = take_octets(bytes, out);
  }
  return next;
}

Session::Next Session::take_command(Text& bytes, std::string& out) {
  const std::size_t end = bytes.find('\n');
  const Text part = bytes.substr(0, end == bytes.npos ? bytes.size() : end + 1);
  bytes.remove_prefix(part.size());
  if (line_too_long_ || line_.size() + part.size() > command_bytes_max)
    line_too_long_ = true;
  else
    line_ += part;
  if (end == bytes.npos && !part.ends_with('\n')) return Next::read;
  const std::string line = std::exchange(line_, {});
  if (std::exchange(line_too_long_, false)) return refuse({500, "5.5.2", "that line is too long"}, out);
  if (!line.ends_with("\r\n") || Text{line}.substr(0, line.size() - 2).find_first_of(Text{"\r\0", 2}) != line.npos)
    return refuse({500, "5.5.2", "a line ends in CR LF and has no other control characters"}, out);
  return obey(Text{line}.substr(0, line.size() - 2), bytes, out);
}

Session::Next Session::obey(Text line, Text& rest, std::string& out) {
  const auto [verb, argument] = read_command(line);
  const bool changes_meaning = verb == Verb::data || verb == Verb::ehlo || verb == Verb::helo || verb == Verb::lhlo;
  if (changes_meaning && !rest.empty()) return say_goodbye(bad_order("wait for the answer before you go on"), out);
  switch (verb) {
    case Verb::helo:
    case Verb::ehlo:
    case Verb::lhlo:
      return greeted(verb, argument, out);
    case Verb::mail:
      return mail(argument, out);
    case Verb::rcpt:
      return recipient(argument, out);
    case Verb::data:
      return data(out);
    case Verb::bdat:
      return chunk(argument, out);
    case Verb::starttls:
      return secure(rest, out);
    case Verb::rset:
      forget_mail();
      return say({250, "2.0.0", "forgotten"}, out);
    case Verb::noop:
      return say({250, "2.0.0", "nothing done"}, out);
    case Verb::vrfy:
      return say({252, "2.1.5", "send a mail and see"}, out);
    case Verb::help:
      return say({214, "2.0.0", "see RFC 5321 and RFC 2033"}, out);
    case Verb::quit:
      return say_goodbye({221, "2.0.0", limits_.host + " closes"}, out);
    case Verb::http:
      return say_goodbye({421, "4.7.0", "this is no web server"}, out);
    case Verb::known:
      return refuse({502, "5.5.1", "that command is of no use here"}, out);
    case Verb::unknown:
      break;
  }
  return refuse({500, "5.5.2", "that is no command"}, out);
}

Session::Next Session::greeted(Verb verb, Text argument, std::string& out) {
  if ((verb == Verb::lhlo) != (dialect_ == Dialect::lmtp))
    return refuse({500, "5.5.1", dialect_ == Dialect::lmtp ? "this is LMTP: say LHLO" : "this is SMTP: say EHLO"}, out);
  if (argument.empty()) return refuse({501, "5.5.4", "say who you are"}, out);
  forget_mail();
  is_greeted_ = true;
  if (verb == Verb::helo) return say({250, {}, limits_.host}, out);
  out.append("250-").append(limits_.host).append("\r\n");
  for (const Text name : {"PIPELINING", "8BITMIME", "SMTPUTF8", "CHUNKING", "ENHANCEDSTATUSCODES"}) offer(name, out);
  if (can_secure_ && !is_secured_) offer("STARTTLS", out);
  out.append("250 SIZE ").append(std::to_string(limits_.mail_bytes_max)).append("\r\n");
  return Next::read;
}

void Session::offer(Text name, std::string& out) const { out.append("250-").append(name).append("\r\n"); }

/// Bytes behind the command came in the clear, from whomever: they are thrown away (CVE-2011-0411).
Session::Next Session::secure(Text& rest, std::string& out) {
  if (!can_secure_) return refuse({502, "5.5.1", "there is no TLS here"}, out);
  if (is_secured_) return refuse(bad_order("this is TLS already"), out);
  rest = {};
  say({220, "2.0.0", "go ahead"}, out);
  return Next::secure;
}

void Session::secured() {
  is_secured_ = true;
  is_greeted_ = false;
  line_.clear();
  forget_mail();
}

Session::Next Session::mail(Text argument, std::string& out) {
  if (!is_greeted_) return refuse(bad_order("say who you are first"), out);
  if (has_sender_) return refuse(bad_order("there is a sender already"), out);
  std::expected<Path, Reply> path = read_path(argument, "FROM:");
  if (!path) return refuse(path.error(), out);
  bool utf8 = false;
  for (const auto& [keyword, value] : path->parameters) {
    if (same_word(keyword, "SIZE")) {
      const std::optional<std::uint64_t> size = read_number(value);
      if (!size) return refuse({501, "5.5.4", "SIZE is a number"}, out);
      if (*size > limits_.mail_bytes_max) return refuse(too_large(), out);
    } else if (same_word(keyword, "SMTPUTF8") && value.empty()) {
      utf8 = true;
    } else if (!same_word(keyword, "BODY") || (!same_word(value, "7BIT") && !same_word(value, "8BITMIME"))) {
      return refuse({555, "5.5.4", "that parameter is not known here"}, out);
    }
  }
  if (!utf8 && is_beyond_ascii(path->address)) return refuse(no_utf8(), out);
  utf8_ = utf8;
  has_sender_ = true;
  from_ = std::move(path->address);
  return say({250, "2.1.0", "sender ok"}, out);
}

Session::Next Session::recipient(Text argument, std::string& out) {
  if (!has_sender_ || chunks_begun_) return refuse(bad_order("MAIL comes first, RCPT before the mail"), out);
  std::expected<Path, Reply> path = read_path(argument, "TO:");
  if (!path) return refuse(path.error(), out);
  if (path->address.empty()) return refuse({501, "5.1.3", "a recipient needs an address"}, out);
  if (!path->parameters.empty()) return refuse({555, "5.5.4", "that parameter is not known here"}, out);
  if (!utf8_ && is_beyond_ascii(path->address)) return refuse(no_utf8(), out);
  if (asks_for_a_relay(path->address)) return refuse({550, "5.7.1", "nothing is passed on from here"}, out);
  if (recipients_.size() >= limits_.recipients_max)
    return say({452, "4.5.3", "too many recipients: send the others again"}, out);
  switch (find_(path->address)) {
    case Owner::unknown:
      return refuse({550, "5.1.1", "nobody here has this address"}, out);
    case Owner::foreign:
      return refuse({550, "5.7.1", "nothing is passed on from here"}, out);
    case Owner::unready:
      return say({451, "4.3.0", "that address does not work at the moment"}, out);
    case Owner::ours:
      break;
  }
  recipients_.push_back(std::move(path->address));
  return say({250, "2.1.5", "recipient ok"}, out);
}

Session::Next Session::data(std::string& out) {
  if (chunks_begun_) return refuse(bad_order("BDAT was begun"), out);
  if (recipients_.empty()) return refuse(bad_order("there is no recipient"), out);
  content_.begin(limits_.mail_bytes_max, limits_.bare_line_ends);
  mode_ = Mode::lines;
  return say({354, {}, "go ahead, and end with a line that is a dot"}, out);
}

Session::Next Session::take_lines(Text& bytes, std::string& out) {
  if (!content_.take_lines(bytes)) return Next::read;
  mode_ = Mode::command;
  if (content_.has_bare_line_end() && limits_.bare_line_ends == BareLineEnds::refuse) {
    say_to_all({550, "5.5.2", "a CR or LF stands alone in that mail"}, out);
    return Next::close;
  }
  return settle(out);
}

/// Whatever is wrong, its octets are no commands.
Session::Next Session::chunk(Text argument, std::string& out) {
  const std::optional<Chunk> chunk = read_chunk(argument);
  if (!chunk) return say_goodbye({501, "5.5.4", "expected BDAT and a number of octets"}, out);
  const bool first = !std::exchange(chunks_begun_, true);
  if (first) content_.begin(limits_.mail_bytes_max, BareLineEnds::normalize);
  if (first) chunk_refusal_ = recipients_.empty() ? bad_order("there is no recipient") : Reply{};
  chunk_ = *chunk;
  mode_ = Mode::octets;
  return Next::read;
}

Session::Next Session::take_octets(Text& bytes, std::string& out) {
  const Text part = bytes.substr(0, std::min<std::uint64_t>(chunk_.octets, bytes.size()));
  if (is_good(chunk_refusal_)) content_.take_octets(part);
  bytes.remove_prefix(part.size());
  chunk_.octets -= part.size();
  return chunk_.octets > 0 ? Next::read : end_chunk(out);
}

Session::Next Session::end_chunk(std::string& out) {
  mode_ = Mode::command;
  if (content_.is_too_large()) chunk_refusal_ = too_large();
  if (chunk_.last) {
    content_.end_octets();
    if (is_good(chunk_refusal_)) return settle(out);
    say_to_all(chunk_refusal_, out);
    return Next::read;
  }
  if (recipients_.empty()) chunks_begun_ = false;
  return is_good(chunk_refusal_) ? say({250, "2.0.0", "go on"}, out) : refuse(chunk_refusal_, out);
}

/// The mail is here: somebody has to store it, unless it is refused at once.
Session::Next Session::settle(std::string& out) {
  if (!content_.is_too_large()) return Next::deliver;
  say_to_all(too_large(), out);
  return Next::read;
}

Mail Session::release_mail() { return {from_, recipients_, content_.release()}; }

void Session::delivered(std::span<const Reply> outcomes, std::string& out) {
  if (dialect_ == Dialect::lmtp) {
    for (const Reply& outcome : outcomes) append_reply(outcome, out);
  } else {
    const auto bad = std::ranges::find_if_not(outcomes, is_good);
    append_reply(bad == outcomes.end() ? outcomes.front() : *bad, out);
  }
  forget_mail();
}

/// One answer for all recipients, as their protocol wants it. Where there are none it is for the sender.
void Session::say_to_all(const Reply& reply, std::string& out) {
  const std::vector<Reply> all(std::max<std::size_t>(1, recipients_.size()), reply);
  delivered(all, out);
}

void Session::forget_mail() {
  mode_ = Mode::command;
  has_sender_ = utf8_ = chunks_begun_ = false;
  from_.clear();
  recipients_.clear();
  content_.release();
}

Session::Next Session::refuse(const Reply& reply, std::string& out) {
  if (++errors_ >= limits_.errors_max) return say_goodbye({421, "4.7.0", "too many errors"}, out);
  return say(reply, out);
}

Session::Next Session::say(const Reply& reply, std::string& out) const {
  append_reply(reply, out);
  return Next::read;
}

Session::Next Session::say_goodbye(const Reply& reply, std::string& out) const {
  append_reply(reply, out);
  return Next::close;
}

}  // namespace switchroom::smtp
