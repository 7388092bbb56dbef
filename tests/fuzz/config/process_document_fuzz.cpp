#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "config/documents/process_document.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  for (const switchroom::Error& error : switchroom::documents::check_process(text, "s.yaml"))
    if (!error.where.starts_with("s.yaml") && error.where != "default") std::abort();
  return 0;
}
