#pragma once
// Bytes of stored records: little-endian numbers, varints, length-prefixed text. Pure; any thread.

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/instant.hpp"

namespace switchroom::storage {

static_assert(std::endian::native == std::endian::little, "records are little-endian");

/// Appends to a string that the caller owns and may reuse.
class ByteWriter {
 public:
  explicit ByteWriter(std::string& bytes) : bytes_(bytes) {}

  void u8(std::uint8_t value) { bytes_.push_back(static_cast<char>(value)); }
  void u16(std::uint16_t value) { raw(value); }
  void u32(std::uint32_t value) { raw(value); }
  void u64(std::uint64_t value) { raw(value); }
  void f64(double value) { raw(value); }
  /// 1 to 10 bytes, 7 bits each, low bits first.
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) u8(static_cast<std::uint8_t>(value | 0x80));
    u8(static_cast<std::uint8_t>(value));
  }
  void text(std::string_view value) {
    varint(value.size());
    bytes_.append(value);
  }
  void instant(Instant at) { varint(static_cast<std::uint64_t>(ms_of(at))); }
  template <class Kind, class Number>
  void id(Id<Kind, Number> value) {
    varint(value.number);
  }
  /// An enumeration of at most 256 values.
  template <class Enum>
  void word(Enum value) {
    u8(static_cast<std::uint8_t>(value));
  }

 private:
  template <class Number>
  void raw(Number value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  std::string& bytes_;
};

/// Reads what ByteWriter wrote. Past the end, or once anything was wrong, it yields zeros and `ok()` is false for ever.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : left_(bytes), size_(bytes.size()) {}

  bool ok() const { return ok_; }
  bool at_end() const { return left_.empty(); }
  std::size_t offset() const { return size_ - left_.size(); }
  /// Marks the bytes as wrong.
  void fail() {
    ok_ = false;
    left_ = {};
  }

  std::uint8_t u8() { return raw<std::uint8_t>(); }
  std::uint16_t u16() { return raw<std::uint16_t>(); }
  std::uint32_t u32() { return raw<std::uint32_t>(); }
  std::uint64_t u64() { return raw<std::uint64_t>(); }
  double f64() { return raw<double>(); }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint8_t byte = u8();
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    fail();
    return 0;
  }
  std::string_view text() { return take(varint()); }
  std::string_view take(std::uint64_t length) {
    if (length > left_.size()) {
      fail();
      return {};
    }
    const std::string_view value = left_.substr(0, length);
    left_.remove_prefix(length);
    return value;
  }
  Instant instant() { return instant_of_ms(static_cast<std::int64_t>(varint())); }
  template <class SomeId>
  SomeId id() {
    return SomeId{static_cast<typename SomeId::number_type>(varint())};
  }
  /// An enumerator below `count`; anything else is wrong.
  template <class Enum>
  Enum word(std::size_t count) {
    const std::uint8_t value = u8();
    if (value >= count) fail();
    return ok_ ? static_cast<Enum>(value) : Enum{};
  }

 private:
  template <class Number>
  Number raw() {
    Number value{};
    if (left_.size() < sizeof value) {
      fail();
      return value;
    }
    std::memcpy(&value, left_.data(), sizeof value);
    left_.remove_prefix(sizeof value);
    return value;
  }
  std::string_view left_;
  std::size_t size_;
  bool ok_ = true;
};

}  // namespace switchroom::storage
