#pragma once
// What waits for the message that it belongs to: a change or receipt that came before it, and the parts of a long
// message. Pure; any thread.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/instant.hpp"
#include "storage/records/errand_record.hpp"
#include "storage/records/frame.hpp"

namespace switchroom::storage {

enum class HeldKind : std::uint8_t {
  change,   ///< an edit, a deletion or a reaction
  receipt,  ///< a delivery status of a message of ours
  part,     ///< of a message that is not whole yet
  rest,     ///< no message: which parts of an incomplete one that was delivered may still come
};
inline constexpr std::array<std::string_view, 4> held_kind_names{"change", "receipt", "part", "rest"};

/// Where in the inbox it came.
using HeldId = ErrandId;

struct HeldRecord {
  HeldKind kind = HeldKind::change;
  Instant due{};  ///< when it is given up
  CustomerId customer;
  std::uint64_t fingerprint = 0;
  MessageInput input;
  std::vector<std::uint32_t> missing{};  ///< rest: numbers of the parts, ascending
  friend bool operator==(const HeldRecord&, const HeldRecord&) = default;
};

/// Version byte first.
std::string encode(const HeldRecord& record);
/// The reverse. Error `internal` for bytes that `encode` never made.
Result<HeldRecord> decode_held(std::string_view bytes);

}  // namespace switchroom::storage
