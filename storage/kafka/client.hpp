#pragma once
// Ownership of librdkafka's C objects, and how they are configured. Only for the .cpp files of this folder.
// Source: rdkafka.h and CONFIGURATION.md of librdkafka 2.0.2.

#include <librdkafka/rdkafka.h>

#include <memory>
#include <span>
#include <string>

#include "config/vocabulary/error.hpp"
#include "storage/kafka/settings.hpp"

namespace switchroom::storage {

/// Destroys with the function that belongs to the type.
template <auto destroy>
struct Destroy {
  void operator()(auto* object) const { destroy(object); }
};

using ConfHandle = std::unique_ptr<rd_kafka_conf_t, Destroy<rd_kafka_conf_destroy>>;
using ClientHandle = std::unique_ptr<rd_kafka_t, Destroy<rd_kafka_destroy>>;
using QueueHandle = std::unique_ptr<rd_kafka_queue_t, Destroy<rd_kafka_queue_destroy>>;
using TopicHandle = std::unique_ptr<rd_kafka_topic_t, Destroy<rd_kafka_topic_destroy>>;
using EventHandle = std::unique_ptr<rd_kafka_event_t, Destroy<rd_kafka_event_destroy>>;
using ErrorHandle = std::unique_ptr<rd_kafka_error_t, Destroy<rd_kafka_error_destroy>>;
using MessageHandle = std::unique_ptr<rd_kafka_message_t, Destroy<rd_kafka_message_destroy>>;
using PartitionList = std::unique_ptr<rd_kafka_topic_partition_list_t, Destroy<rd_kafka_topic_partition_list_destroy>>;
using MetadataHandle = std::unique_ptr<const rd_kafka_metadata_t, Destroy<rd_kafka_metadata_destroy>>;

struct Property {
  const char* name;
  const char* value;
};

/// What every producer of events is set to.
std::span<const Property> producer_properties();
/// What every reader is set to; no reader joins a group or commits.
std::span<const Property> reader_properties();

/// librdkafka's configuration from settings and from what the role needs. Error `invalid_setting`.
Result<ConfHandle> configure(const KafkaSettings& settings, std::span<const Property> role);

/// A client. Error `invalid_setting`; does not wait for a connection.
Result<ClientHandle> make_client(rd_kafka_type_t type, ConfHandle conf);

/// Error `kafka_unavailable` at `where`.
Error unavailable(std::string where, rd_kafka_resp_err_t code);

}  // namespace switchroom::storage
