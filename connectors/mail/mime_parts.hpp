#pragma once
// The parts of a message (RFC 2046) as a flat list: read line by line without recursion and without building a tree, so
// that time is linear and memory is bounded by the number of parts. Views into the message. Pure: any thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "connectors/mail/header_block.hpp"
#include "connectors/mail/parameters.hpp"

namespace switchroom::mail {

/// A part that is no multipart, and where it stands.
struct MimePart {
  HeaderBlock header;
  Parametrised type;
  std::string_view body;        ///< still in its transfer encoding
  std::size_t alternative = 0;  ///< number of the outermost multipart/alternative around it; 0: none
  std::size_t branch = 0;       ///< which of its alternatives
  bool in_related = false;      ///< directly in a multipart/related
  bool in_report = false;       ///< directly in a multipart/report
};

struct MimeMessage {
  HeaderBlock header;
  Parametrised type;  ///< of the whole
  std::vector<MimePart> parts;
};

inline constexpr std::size_t message_bytes_max = 64U << 20;
inline constexpr std::size_t depth_max = 50;
inline constexpr std::size_t parts_max = 500;

/// Splits `message`. A delimiter is a whole line, blanks behind it allowed; preambles and epilogues are skipped; what
/// has no end keeps what came; a multipart without boundary is plain text; message/rfc822 is one part. Errors:
/// `payload_too_large` beyond 64 MiB (SMTP: 552), `undecodable_message` beyond 50 levels, 500 parts or the bounds of a
/// header (SMTP: 554).
Result<MimeMessage> split_mime(std::string_view message);

}  // namespace switchroom::mail
