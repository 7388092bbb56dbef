// Whatever a scenario says: errors with places, or a play that ends, after which no unit is missing.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "gateway/scenarios/scenario_document.hpp"
#include "router/scenario/player.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace switchroom;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto no_file = [](const std::string& path) -> Result<std::string> {
    return std::unexpected(Error{Fault::invalid_setting, path, "no file", "a file"});
  };
  const auto scenario = scenarios::decode_scenario(text, "s.yaml", no_file);
  if (!scenario && scenario.error().empty()) std::abort();
  if (!scenario) return 0;
  for (const scenario::Line& line : scenario::play(*scenario).lines)
    if (line.text.starts_with("now units in use are")) std::abort();
  return 0;
}
