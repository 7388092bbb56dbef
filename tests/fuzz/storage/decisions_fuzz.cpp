// Stored decisions from any bytes: refused, or exactly what these bytes are the form of.

#include <cstdlib>

#include "storage/records/decision.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const auto decisions = switchroom::storage::decode_decisions(bytes);
  if (!decisions) return 0;
  std::string again;
  switchroom::storage::encode(*decisions, again);
  if (again != bytes) std::abort();
  return 0;
}
