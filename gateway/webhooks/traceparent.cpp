#include "gateway/webhooks/traceparent.hpp"

#include <array>
#include <optional>
#include <span>

namespace switchroom::webhooks {
namespace {

// version "-" trace-id "-" parent-id "-" flags: 2, 32, 16 and 2 lower-case hex digits
constexpr std::size_t length = 55;

std::optional<std::uint8_t> digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
  return std::nullopt;
}

bool read_hex(std::string_view text, std::span<std::uint8_t> bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
    if (!high || !low) return false;
    bytes[i] = static_cast<std::uint8_t>(*high << 4 | *low);
  }
  return true;
}

}  // namespace

storage::TraceContext read_traceparent(std::string_view header) {
  storage::TraceContext trace;
  std::array<std::uint8_t, 1> version{}, flags{};
  if (header.size() < length || header[2] != '-' || header[35] != '-' || header[52] != '-') return {};
  if (!read_hex(header.substr(0, 2), version) || version[0] == 0xff) return {};
  if (header.size() > length && (version[0] == 0 || header[length] != '-')) return {};
  if (!read_hex(header.substr(3, 32), trace.trace_id) || !read_hex(header.substr(36, 16), trace.parent_id)) return {};
  if (!read_hex(header.substr(53, 2), flags)) return {};
  if (trace.parent_id == std::array<std::uint8_t, 8>{}) return {};
  trace.sampled = (flags[0] & 1) != 0;
  return trace;
}

}  // namespace switchroom::webhooks
