// Bytes that decode are those that encode again; those of an older version become the newest form, which is stable.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "config/workspace/numbering.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const auto numbering = switchroom::workspace::decode_numbering(bytes);
  if (!numbering) return 0;
  const std::string newest = switchroom::workspace::encode(*numbering);
  if (newest.front() == bytes.front() && newest != bytes) std::abort();
  const auto again = switchroom::workspace::decode_numbering(newest);
  if (!again || switchroom::workspace::encode(*again) != newest) std::abort();
  return 0;
}
