#include "connectors/connector.hpp"

#include <vector>

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

namespace {

void set_if_missing(std::string_view name, std::string_view value, Credentials& credentials) {
  if (!credentials.value(name).empty()) return;
  std::erase_if(credentials.settings, [&](const Credentials::Setting& setting) { return setting.name == name; });
  credentials.settings.push_back({std::string{name}, {std::string{value}}});
}

}  // namespace

void make_up_settings(const Connector& connector, Credentials& credentials) {
  for (const auto& [name, value] : connector.sample.settings) set_if_missing(name, value, credentials);
  for (const SettingRule& rule : connector.settings) {
    if (!rule.required) continue;
    const bool is_url = rule.name.ends_with("_url");
    set_if_missing(rule.name, is_url ? "https://switchroom.example" : "made-up-" + std::string{rule.name}, credentials);
  }
}

}  // namespace switchroom::connectors
