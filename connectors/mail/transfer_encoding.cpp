#include "connectors/mail/transfer_encoding.hpp"

#include <array>
#include <cstdint>

#include "connectors/mail/ascii.hpp"

namespace switchroom::mail {
namespace {

constexpr std::array<std::int8_t, 256> make_sextets() {
  std::array<std::int8_t, 256> sextets{};
  sextets.fill(-1);
  std::int8_t value = 0;
  for (const char c : std::string_view{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"})
    sextets[static_cast<unsigned char>(c)] = value++;
  return sextets;
}

void append_quoted(std::string_view line, std::string& out) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    const int high = line[i] == '=' && i + 2 < line.size() ? hex_digit(line[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(line[i + 2]) : -1;
    if (low < 0) {
      out += line[i];
      continue;
    }
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
}

}  // namespace

std::string decode_quoted_printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t before = text.size();
    std::string_view line = take_line(text);
    const bool ended = before != text.size() + line.size();
    const std::size_t end = line.find_last_not_of(" \t");
    line = line.substr(0, end == line.npos ? 0 : end + 1);
    const bool soft = line.ends_with('=');
    append_quoted(soft ? line.substr(0, line.size() - 1) : line, out);
    if (ended && !soft) out += '\n';
  }
  return out;
}

std::string decode_base64(std::string_view text) {
  static constexpr std::array<std::int8_t, 256> sextets = make_sextets();
  std::string out;
  out.reserve(text.size() / 4 * 3 + 3);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const int sextet = sextets[static_cast<unsigned char>(c)];
    if (c == '=') count = 0;  // what is left over is padding
    if (sextet < 0) continue;
    bits = (bits << 6 | static_cast<std::uint32_t>(sextet)) & 0xFFFFFF;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xFF);
  }
  return out;
}

std::string decode_transfer(std::string_view body, std::string_view encoding) {
  encoding = trimmed(encoding);
  if (same_word(encoding, "base64")) return decode_base64(body);
  if (same_word(encoding, "quoted-printable")) return decode_quoted_printable(body);
  return std::string{body};
}

}  // namespace switchroom::mail
