#include "connectors/connector.hpp"

namespace switchroom::connectors {

std::span<const std::string> Credentials::values(std::string_view name) const {
  for (const Setting& setting : settings)
    if (setting.name == name) return setting.values;
  return {};
}

std::string_view Credentials::value(std::string_view name) const {
  const std::span<const std::string> all = values(name);
  return all.empty() ? std::string_view{} : std::string_view{all.front()};
}

}  // namespace switchroom::connectors
