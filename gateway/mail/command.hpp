#pragma once
// The command lines of SMTP and LMTP (RFC 5321, 4.1). Pure: any thread.

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/mail/reply.hpp"

namespace switchroom::smtp {

enum class Verb : std::uint8_t {
  helo,
  ehlo,
  lhlo,
  mail,
  rcpt,
  data,
  bdat,
  rset,
  noop,
  quit,
  vrfy,
  help,
  starttls,
  known,  ///< a command of the protocol's that nobody needs here: EXPN, TURN, AUTH …
  http,   ///< a browser, or somebody who makes one talk to us
  unknown,
};

/// A line by reference.
struct Command {
  Verb verb = Verb::unknown;
  std::string_view argument;  ///< what stands behind the verb, without blanks at both ends
};

/// Reads a line without its end.
Command read_command(std::string_view line);

/// What MAIL and RCPT name.
struct Path {
  struct Parameter {
    std::string_view keyword;
    std::string_view value;
  };
  std::string address;                ///< without brackets, source route and needless quotes; empty for `<>`
  std::vector<Parameter> parameters;  ///< by reference
};

/// Reads `FROM:<ann@example.org> SIZE=500`, where `word` is `FROM:` or `TO:`. `<>` and `<postmaster>` are paths, too:
/// who may not have them looks at the address. Errors: 501 with what was wrong.
std::expected<Path, Reply> read_path(std::string_view argument, std::string_view word);

/// `BDAT 500 LAST`.
struct Chunk {
  std::uint64_t octets = 0;
  bool last = false;
};

/// Reads the argument of BDAT (RFC 3030, 2); empty if it is none: then nobody knows where the next command begins.
std::optional<Chunk> read_chunk(std::string_view argument);

/// A number of at most 18 digits; empty for anything else.
std::optional<std::uint64_t> read_number(std::string_view text);

/// Whether a byte of it is beyond ASCII.
bool is_beyond_ascii(std::string_view text);

}  // namespace switchroom::smtp
