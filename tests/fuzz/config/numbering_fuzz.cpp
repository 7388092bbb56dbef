// Bytes that decode are those that encode again.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "config/workspace/numbering.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const auto numbering = switchroom::workspace::decode_numbering(bytes);
  if (numbering && switchroom::workspace::encode(*numbering) != bytes) std::abort();
  return 0;
}
