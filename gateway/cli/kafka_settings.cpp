#include "gateway/cli/kafka_settings.hpp"

#include "config/documents/secret.hpp"
#include "gateway/cli/settings.hpp"

namespace switchroom::cli {

std::expected<storage::KafkaSettings, Exit> kafka_of(const Terminal& terminal, const std::string& config) {
  const auto settings = load_settings(terminal, config);
  if (!settings) return std::unexpected(Exit::invalid);
  storage::KafkaSettings kafka;
  kafka.brokers = settings->kafka.brokers;
  kafka.client_id = "switchroom-cli";
  kafka.topic_prefix = settings->kafka.topic_prefix;
  for (const auto& [name, value] : settings->kafka.properties) {
    auto resolved =
        documents::is_secret_property(name) ? documents::resolve_secret(value, settings->secrets.directory) : value;
    if (!resolved) return std::unexpected(terminal.fail(Exit::failed, resolved.error()));
    kafka.properties.emplace(name, std::move(*resolved));
  }
  return kafka;
}

Exit kafka_failed(const Terminal& terminal, const Error& error) {
  return terminal.fail(error.fault == Fault::kafka_unavailable ? Exit::not_reached : Exit::failed, error);
}

}  // namespace switchroom::cli
