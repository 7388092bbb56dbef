#pragma once
// Where a command reads, writes, and what it is told by its environment: the real process, or a test. No colours: words
// do. One thread.

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/documents/process_document.hpp"
#include "config/vocabulary/error.hpp"

namespace switchroom::cli {

/// How a command ended; the same numbers for all commands, so that scripts can tell.
enum class Exit : std::uint8_t {
  done = 0,
  failed = 1,
  wrong_usage = 2,
  invalid = 3,      ///< a document is not valid, or a scenario comes out otherwise
  not_allowed = 4,  ///< the token is missing, unknown, or may not do that
  changed = 5,      ///< what was to be changed is not what it was any more
  not_reached = 6,  ///< the server, Redis or Kafka
  interrupted = 130,
};

/// Data goes to `out`, words go to `err`.
struct Terminal {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool in_is_terminal = false;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  std::vector<documents::Assignment> variables;  ///< the environment

  /// A variable, if it is set and not empty.
  std::optional<std::string> environment(std::string_view name) const;
  /// A hint what to do next: on `err`, and only if a person is looking.
  void next_step(std::string_view text) const;
  /// Writes `switchroom: what went wrong` and, indented, what to do; returns `exit`.
  Exit fail(Exit exit, std::string_view what, std::string_view remedy = {}) const;
  /// The same for an error of the table of faults.
  Exit fail(Exit exit, const Error& error) const;
};

/// The terminal of this process.
Terminal process_terminal();

/// Text from outside in quotes, harmless for a terminal: no control characters, no marks that turn the direction of
/// writing.
std::string quoted(std::string_view text);

}  // namespace switchroom::cli
