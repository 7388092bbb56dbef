// Grammar, all numbers little-endian:
//
//   stream    = signature (4 bytes, 0x223E9F78) key (2) *attribute
//   attribute = level (1: 1 message, 2 attachment) id (4) length (4) data checksum (2: sum of the data's bytes)
//
// An attachment begins with attAttachRendData; attAttachTitle is its name, attAttachData what it holds.
#include "connectors/mail/tnef.hpp"

#include <cstddef>
#include <cstdint>
#include <numeric>

namespace switchroom::mail {
namespace {

constexpr std::uint32_t rend_data = 0x00069002;
constexpr std::uint32_t title = 0x00018010;
constexpr std::uint32_t data = 0x0006800F;

std::uint32_t number_of(std::string_view bytes) {
  std::uint32_t number = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) number = number << 8 | static_cast<unsigned char>(bytes[i]);
  return number;
}

std::uint32_t checksum_of(std::string_view bytes) {
  const auto add = [](std::uint32_t sum, char c) { return sum + static_cast<unsigned char>(c); };
  return std::accumulate(bytes.begin(), bytes.end(), std::uint32_t{0}, add) & 0xFFFF;
}

struct Attribute {
  std::uint32_t id = 0;
  std::string_view content;
};

std::optional<Attribute> take_attribute(std::string_view& rest) {
  constexpr std::size_t head = 9;
  constexpr std::size_t tail = 2;
  if (rest.size() < head + tail) return std::nullopt;
  const std::size_t length = number_of(rest.substr(5, 4));
  if (length > rest.size() - head - tail) return std::nullopt;
  const Attribute attribute{.id = number_of(rest.substr(1, 4)), .content = rest.substr(head, length)};
  if (number_of(rest.substr(head + length, tail)) != checksum_of(attribute.content)) return std::nullopt;
  rest.remove_prefix(head + length + tail);
  return attribute;
}

}  // namespace

std::optional<std::vector<TnefFile>> read_tnef(std::string_view bytes) {
  constexpr std::size_t files_max = 100;
  if (bytes.size() < 6 || number_of(bytes.substr(0, 4)) != 0x223E9F78) return std::nullopt;
  bytes.remove_prefix(6);
  std::vector<TnefFile> files;
  while (!bytes.empty()) {
    const std::optional<Attribute> attribute = take_attribute(bytes);
    if (!attribute) return std::nullopt;
    if (attribute->id == rend_data) {
      if (files.size() == files_max) return std::nullopt;
      files.emplace_back();
    } else if (attribute->id == title && !files.empty()) {
      files.back().name = attribute->content.substr(0, attribute->content.find('\0'));
    } else if (attribute->id == data && !files.empty()) {
      files.back().bytes = attribute->content;
    }
  }
  return files;
}

}  // namespace switchroom::mail
