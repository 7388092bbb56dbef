#pragma once
// Where Kafka is, for the commands that read its topics.

#include <expected>
#include <string>

#include "gateway/cli/terminal.hpp"
#include "storage/kafka/settings.hpp"

namespace switchroom::cli {

/// The Kafka of the server's settings; `config` is a file, or empty for the usual places. What is wrong has been told.
std::expected<storage::KafkaSettings, Exit> kafka_of(const Terminal& terminal, const std::string& config);

/// What a failure to read a topic means for the exit code; tells it.
Exit kafka_failed(const Terminal& terminal, const Error& error);

}  // namespace switchroom::cli
