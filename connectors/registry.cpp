#include "connectors/registry.hpp"

#include <array>

namespace switchroom::connectors {

extern const Connector telegram;
extern const Connector twilio;
extern const Connector whatsapp;

namespace {

constexpr std::array<const Connector*, 3> connectors{&telegram, &twilio, &whatsapp};  // alphabetical

}  // namespace

std::span<const Connector* const> all_connectors() { return connectors; }

const Connector* find_connector(std::string_view kind) {
  for (const Connector* connector : connectors)
    if (connector->kind == kind) return connector;
  return nullptr;
}

}  // namespace switchroom::connectors
