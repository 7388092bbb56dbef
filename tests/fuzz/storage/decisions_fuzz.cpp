// Stored decisions from any bytes: refused, or exactly what these bytes are the form of. Those of an older version
// become the newest form, which is stable.

#include <cstdlib>

#include "storage/records/decision.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const auto decisions = switchroom::storage::decode_decisions(bytes);
  if (!decisions) return 0;
  std::string newest;
  switchroom::storage::encode(*decisions, newest);
  if (newest.front() == bytes.front() && newest != bytes) std::abort();
  const auto again = switchroom::storage::decode_decisions(newest);
  if (!again) std::abort();
  std::string twice;
  switchroom::storage::encode(*again, twice);
  if (twice != newest) std::abort();
  return 0;
}
