#pragma once
// Structured lines on stderr, one JSON object an event: {"time":…,"level":…,"event":…, fields…}. Written by a thread of
// its own; when it falls behind, the oldest lines are lost and counted, never the caller held up. Any thread may log.
// Callers never pass secrets or message text: ids, places and counts only.

#include <array>
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/words.hpp"

namespace switchroom::operate {

enum class Level : std::uint8_t { debug, info, warning, error };
inline constexpr std::array<std::string_view, 4> level_names{"debug", "info", "warning", "error"};

/// A field of a line. Well-known names: request_id, ticket, workspace, channel, shard, fault, where, remote.
struct Field {
  std::string_view name;  ///< a word of our own, written as it is
  std::variant<std::string_view, std::int64_t, std::uint64_t, double, bool> value;
};

class Log {
 public:
  /// Lines below `level` are dropped. `lines_max`: lines that may wait for `out`, which has to outlive the log.
  explicit Log(Level level, std::size_t lines_max = 8192, std::FILE* out = stderr);
  /// Writes what waits.
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  /// One line. `event`: what happened, in a few words of our own (`webhook refused`).
  void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});
  /// One line about an error: its fault, place, what was found and what is right, then `fields`.
  void write(Level level, std::string_view event, const Error& error, std::initializer_list<Field> fields = {});

  /// Lines below `level` are dropped from now on.
  void set_level(Level level);
  /// Whether a line of this level is written: ask before building a costly one.
  bool writes(Level level) const;
  /// Lines lost since the start because the queue was full.
  std::uint64_t dropped() const;

 private:
  class Writer;
  std::unique_ptr<Writer> writer_;
};

/// The line without its line end, as `Log` writes it. `at_ms`: ms since 1970.
std::string log_line(std::int64_t at_ms, Level level, std::string_view event, std::initializer_list<Field> fields);

}  // namespace switchroom::operate
