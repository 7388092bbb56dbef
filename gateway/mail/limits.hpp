#pragma once
// What a mail server allows, and which of the two protocols it speaks. Plain values: any thread.

#include <cstddef>
#include <cstdint>
#include <string>

namespace switchroom::smtp {

/// LMTP (RFC 2033) answers for each recipient of a mail, SMTP (RFC 5321) once for all.
enum class Dialect : std::uint8_t { lmtp, smtp };

/// What becomes of a CR or LF that stands alone in a mail. Neither ever ends one: only CR LF . CR LF does. BDAT chunks
/// are always normalised, as big senders have such line ends there.
enum class BareLineEnds : std::uint8_t {
  refuse,     ///< the mail gets 550 and the connection ends
  normalize,  ///< each becomes CR LF
};

/// Bounds of one server, that is of one thread and one protocol. Each deadline is for the whole step, however busy the
/// client looks; it is kept to a quarter of a second.
struct Limits {
  std::string host = "localhost";                   ///< our name in greetings
  std::size_t connections_max = 200;                ///< more are told 421
  std::size_t mail_bytes_max = 25'000'000;          ///< what SIZE says; more is read and refused
  std::size_t mails_bytes_max = 256 * 1024 * 1024;  ///< of all mails on their way
  std::size_t recipients_max = 200;                 ///< of one mail; RFC 5321 asks for 100 at least
  std::size_t errors_max = 20;                      ///< of one connection; then 421
  BareLineEnds bare_line_ends = BareLineEnds::refuse;
  int command_ms = 300'000;  ///< between two commands
  int content_ms = 600'000;  ///< from DATA or BDAT to the end of the mail
  int sending_ms = 60'000;   ///< for the client to take an answer, and for a TLS handshake
};

/// The longest command with its line end; RFC 5321 asks for 512 octets and more for its extensions.
inline constexpr std::size_t command_bytes_max = 4096;

}  // namespace switchroom::smtp
