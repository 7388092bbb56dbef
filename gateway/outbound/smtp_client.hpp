#pragma once
// The client's side of handing over one mail by SMTP (RFC 5321) or LMTP (RFC 2033), with STARTTLS (RFC 3207) where it
// is offered and AUTH PLAIN (RFC 4954) where there is a password. One command at a time: no pipelining. Pure: no I/O,
// no clock; any thread.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace switchroom::outbound {

/// A mail and how it is to be handed over.
struct Submission {
  bool lmtp = false;
  std::string host;                     ///< our name
  std::string from;                     ///< return path; empty: `<>`
  std::vector<std::string> recipients;  ///< at least one; all must be accepted
  std::string content;                  ///< any line ends: each becomes CR LF
  std::string user;                     ///< empty: no AUTH
  std::string password;
};

class SmtpClient {
 public:
  enum class Next : std::uint8_t {
    read,    ///< send what is to be sent, read more bytes
    secure,  ///< do the handshake of TLS, say `secured`
    done,    ///< send what is to be sent, close; `code` and `words` tell what came of it
  };

  explicit SmtpClient(Submission submission);

  /// Takes the server's bytes off `bytes` and appends what is to be sent to `out`. After `secure` the rest of `bytes`
  /// came in the clear and must not come again.
  Next take(std::string_view& bytes, std::string& out);
  /// After `secure`; appends what is to be sent.
  void secured(std::string& out);

  /// The end of the mail may have reached the server: without an answer nobody knows what it did.
  bool is_sent() const { return is_sent_; }
  /// The password goes only to a server whose certificate was verified.
  bool needs_verified_server() const { return !submission_.user.empty(); }
  /// The reply that decided: 250 if it was taken. LMTP with several recipients: the first that is not.
  int code() const { return code_; }
  const std::string& words() const { return words_; }

 private:
  enum class Step : std::uint8_t { greeting, hello, starttls, auth, mail, rcpt, data, content };

  Next heard(std::string& out);
  Next after_hello(std::string& out);
  Next go_on(std::string& out);
  Next end(std::string& out);
  Next fail(int code, std::string words, std::string& out);
  void say_hello(std::string& out);
  void send_content(std::string& out);

  Submission submission_;
  Step step_ = Step::greeting;
  std::string line_;
  std::vector<std::string> offers_;  // of the hello
  std::size_t lines_ = 0;            // of this reply
  std::size_t recipient_ = 0;        // that is being asked or answered for
  bool is_secured_ = false;
  bool is_sent_ = false;
  int code_ = 0;
  std::string words_;
};

}  // namespace switchroom::outbound
