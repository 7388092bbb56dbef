#pragma once
// A Redis command as the bytes that go over the wire (RESP arrays of bulk strings). Plain value: any thread.

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "storage/redis/script.hpp"

namespace switchroom::redis {

/// One command. Words are binary safe. Cheap to move.
class Command {
 public:
  /// `Command{"HGET", key, field}`: at least one word.
  Command(std::initializer_list<std::string_view> words);
  explicit Command(std::span<const std::string_view> words);

  /// Calls a loaded script by its digest.
  static Command call(const Script& script, std::span<const std::string_view> keys,
                      std::span<const std::string_view> arguments);

  /// The bytes to send.
  const std::string& bytes() const { return bytes_; }

 private:
  Command() = default;
  void begin(std::size_t words, std::size_t bytes);
  void add(std::string_view word);
  void add(std::span<const std::string_view> words);

  std::string bytes_;
};

}  // namespace switchroom::redis
