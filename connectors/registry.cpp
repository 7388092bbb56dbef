#include <array>

#include "connectors/registry.hpp"

namespace switchroom::connectors {

extern const Connector kakao;
extern const Connector teams;
extern const Connector telegram;
extern const Connector twilio;
extern const Connector whatsapp;
extern const Connector x;
extern const Connector zalo;

namespace {

constexpr std::array connectors{&kakao, &teams, &telegram, &twilio, &whatsapp, &x, &zalo};  // alphabetical

}  // namespace

std::span<const Connector* const> all_connectors() { return connectors; }

const Connector* find_connector(std::string_view kind) {
  for (const Connector* connector : connectors)
    if (connector->kind == kind) return connector;
  return nullptr;
}

}  // namespace switchroom::connectors
