// Grammar: "*" count CRLF ("$" length CRLF bytes CRLF){count}. Source: "Redis serialization protocol specification".

#include "storage/redis/command.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <numeric>

namespace switchroom::redis {
namespace {

constexpr std::size_t frame_bytes_max = 25;  // "$", 20 digits, two CRLF

void append_number(std::string& bytes, std::uint64_t number) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  bytes.append(digits.data(), end);
  bytes += "\r\n";
}

std::size_t bytes_of(std::span<const std::string_view> words) {
  return std::accumulate(words.begin(), words.end(), std::size_t{0},
                         [](std::size_t sum, std::string_view word) { return sum + word.size() + frame_bytes_max; });
}

}  // namespace

Command::Command(std::initializer_list<std::string_view> words) : Command(std::span{words.begin(), words.size()}) {}

Command::Command(std::span<const std::string_view> words) {
  begin(words.size(), bytes_of(words));
  add(words);
}

Command Command::call(const Script& script, std::span<const std::string_view> keys,
                      std::span<const std::string_view> arguments) {
  Command command;
  command.begin(3 + keys.size() + arguments.size(), 100 + bytes_of(keys) + bytes_of(arguments));
  command.add("EVALSHA");
  command.add(script.sha1);
  command.add(std::to_string(keys.size()));
  command.add(keys);
  command.add(arguments);
  return command;
}

void Command::begin(std::size_t words, std::size_t bytes) {
  bytes_.reserve(frame_bytes_max + bytes);
  bytes_ += '*';
  append_number(bytes_, words);
}

void Command::add(std::string_view word) {
  bytes_ += '$';
  append_number(bytes_, word.size());
  bytes_ += word;
  bytes_ += "\r\n";
}

void Command::add(std::span<const std::string_view> words) {
  for (const std::string_view word : words) add(word);
}

}  // namespace switchroom::redis
