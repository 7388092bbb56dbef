#pragma once
// JSON into a string that the caller owns and reuses: no tree, no allocation of its own, the same bytes for the same
// calls. Always valid UTF-8: what is no UTF-8 becomes U+FFFD. Not for several threads at once.

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace switchroom::storage {

class JsonWriter {
 public:
  /// Appends to `out`, which outlives the writer.
  explicit JsonWriter(std::string& out) : out_(out) {}

  void open_object() { open('{'); }
  void close_object() { close('}'); }
  void open_array() { open('['); }
  void close_array() { close(']'); }

  /// The name of the next value; must need no escape.
  void key(std::string_view name);

  void value(std::string_view text);
  void value(const char* text) { value(std::string_view{text}); }
  void value(bool truth) { raw(truth ? "true" : "false"); }
  /// A number; as a string of digits where a double of a reader could not hold it (beyond ± 2^53).
  void value(std::int64_t number);
  void value(std::uint64_t number);
  void value(std::unsigned_integral auto number) { value(std::uint64_t{number}); }
  /// Text cut before the character that would make it longer than `bytes_max` as JSON, quotes not counted. False if it
  /// was cut.
  bool value_cut(std::string_view text, std::size_t bytes_max);
  /// Bytes in the caller's string.
  std::size_t size() const { return out_.size(); }
  /// JSON that somebody else wrote.
  void raw(std::string_view json);
  /// The caller's string, to which somebody else appends the next value.
  std::string& value_by_hand() {
    separate();
    return out_;
  }

  /// key and value in one call.
  void member(std::string_view name, const auto& content) {
    key(name);
    value(content);
  }

 private:
  void open(char bracket);
  void close(char bracket);
  void separate();

  std::string& out_;
  bool comma_ = false;
};

/// Appends `text` as the inside of a JSON string: `"`, `\` and control characters escaped, what is no UTF-8 as U+FFFD.
void append_escaped(std::string_view text, std::string& out);

/// The beginning of a text and how many bytes it takes as the inside of a JSON string.
struct EscapedCut {
  std::string_view kept;
  std::size_t bytes = 0;
};

/// The most whole characters of `text` that take at most `bytes_max` bytes as the inside of a JSON string.
EscapedCut cut_escaped(std::string_view text, std::size_t bytes_max);

}  // namespace switchroom::storage
