#pragma once
// The server's side of an SMTP or LMTP conversation as a state machine: bytes in, answers out, and what has to be done
// in between. RFC 5321 (SMTP), 2033 (LMTP), 1870 (SIZE), 2920 (PIPELINING), 3030 (CHUNKING, without BINARYMIME), 3207
// (STARTTLS), 6152 (8BITMIME), 6531 (SMTPUTF8), 2034 and 3463 (ENHANCEDSTATUSCODES). Pure: no I/O, no clock; any
// thread.

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/mail/command.hpp"
#include "gateway/mail/content.hpp"
#include "gateway/mail/limits.hpp"
#include "gateway/mail/reply.hpp"

namespace switchroom::smtp {

/// Whose an address is.
enum class Owner : std::uint8_t {
  ours,     ///< a channel has it
  unknown,  ///< the domain is ours, but nobody has the address
  foreign,  ///< we have nothing to do with the domain, and pass nothing on
  unready,  ///< not known at the moment, or the channel does not work
};

/// A mail that is here as a whole.
struct Mail {
  std::string from;                     ///< the return path; empty for `<>`
  std::vector<std::string> recipients;  ///< accepted ones, in the order of RCPT, perhaps one twice
  std::string content;
};

class Session {
 public:
  /// Called for each RCPT; `postmaster` may come without a domain.
  using Find = std::function<Owner(std::string_view address)>;

  /// What the caller has to do before it calls `take` again.
  enum class Next : std::uint8_t {
    read,     ///< send the answers, read more bytes
    deliver,  ///< take `release_mail`, store it, say `delivered`
    secure,   ///< send the answers, do the handshake of TLS, say `secured`
    close,    ///< send the answers, close
  };

  /// `limits` outlives the session. `can_secure`: there is a certificate.
  Session(Dialect dialect, const Limits& limits, Find find, bool can_secure);

  /// What is said first.
  void greet(std::string& out) const;
  /// Takes bytes of the client off `bytes` and appends the answers. Unless it says `read`, the rest of `bytes` has to
  /// come again. Answers are at most 20 times as long as the bytes and 64 KiB.
  Next take(std::string_view& bytes, std::string& out);
  /// After `deliver`. `release_mail` once.
  Mail release_mail();
  /// What became of the mail, for each of its recipients in their order. SMTP hears the first one that is not good.
  void delivered(std::span<const Reply> outcomes, std::string& out);
  /// After `secure`: everything that was said before is forgotten.
  void secured();

  /// Between DATA or BDAT and the end of the mail.
  bool is_in_content() const { return mode_ != Mode::command || chunks_begun_; }
  /// Bytes of the mail that is on its way.
  std::size_t memory() const { return content_.memory(); }

 private:
  enum class Mode : std::uint8_t { command, lines, octets };

  Next take_command(std::string_view& bytes, std::string& out);
  Next take_lines(std::string_view& bytes, std::string& out);
  Next take_octets(std::string_view& bytes, std::string& out);
  Next obey(std::string_view line, std::string_view& rest, std::string& out);
  Next greeted(Verb verb, std::string_view argument, std::string& out);
  Next secure(std::string_view& rest, std::string& out);
  Next mail(std::string_view argument, std::string& out);
  Next recipient(std::string_view argument, std::string& out);
  Next data(std::string& out);
  Next chunk(std::string_view argument, std::string& out);
  Next end_chunk(std::string& out);
  Next settle(std::string& out);
  Next refuse(const Reply& reply, std::string& out);
  Next say(const Reply& reply, std::string& out) const;
  Next say_goodbye(const Reply& reply, std::string& out) const;
  void say_to_all(const Reply& reply, std::string& out);
  void offer(std::string_view name, std::string& out) const;
  void forget_mail();

  const Dialect dialect_;
  const Limits& limits_;
  Find find_;
  const bool can_secure_;
  bool is_secured_ = false;
  bool is_greeted_ = false;
  std::size_t errors_ = 0;
  std::string line_;  // of a command whose end has not come
  bool line_too_long_ = false;

  Mode mode_ = Mode::command;
  bool has_sender_ = false;
  bool utf8_ = false;  // the sender asked for SMTPUTF8
  std::string from_;
  std::vector<std::string> recipients_;
  Content content_;
  bool chunks_begun_ = false;
  Chunk chunk_;          // its octets that have not come yet
  Reply chunk_refusal_;  // not good: what its end is answered
};

}  // namespace switchroom::smtp
