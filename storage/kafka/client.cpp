#include "storage/kafka/client.hpp"

#include <array>
#include <utility>

namespace switchroom::storage {
namespace {

// Guarantees hang on these: order and no holes (idempotence, one request in flight, no time-out, a stop at the first
// refused message), durability (acks), one partition for a key for ever and for every language (partitioner, Java's),
// and batches that a topic with the smallest allowed limit takes (batch.size).
constexpr std::array<Property, 10> producer_guarantees{{
    {"enable.idempotence", "true"},
    {"enable.gapless.guarantee", "true"},
    {"acks", "all"},
    {"max.in.flight.requests.per.connection", "1"},
    {"message.timeout.ms", "0"},
    {"partitioner", "murmur2_random"},
    {"batch.size", "262144"},
    {"linger.ms", "0"},
    {"compression.type", "lz4"},
    {"queue.buffering.max.kbytes", "2097151"},
}};

constexpr std::array<Property, 7> reader_guarantees{{
    {"enable.auto.commit", "false"},
    {"enable.auto.offset.store", "false"},
    {"auto.offset.reset", "earliest"},
    {"enable.partition.eof", "true"},
    {"fetch.wait.max.ms", "50"},  // a fetch that waits for new records holds up one that is asked for old ones
    {"fetch.error.backoff.ms", "50"},
    {"isolation.level", "read_committed"},
}};

// A broker that is back is used within a second, one that went silent is left within seconds.
constexpr std::array<Property, 5> client_defaults{{
    {"reconnect.backoff.ms", "50"},
    {"reconnect.backoff.max.ms", "500"},
    {"socket.connection.setup.timeout.ms", "5000"},
    {"socket.keepalive.enable", "true"},
    {"socket.nagle.disable", "true"},
}};

void write_log(const rd_kafka_t* client, int level, const char*, const char* line) {
  using Log = void (*)(int, std::string_view);
  if (const auto log = reinterpret_cast<Log>(rd_kafka_opaque(client))) log(level, line);
}

Result<void> set(rd_kafka_conf_t* conf, const std::string& name, const std::string& value) {
  std::array<char, 512> words{};
  if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), words.data(), words.size()) == RD_KAFKA_CONF_OK) return {};
  return std::unexpected(Error{.fault = Fault::invalid_setting,
                               .where = "kafka.properties." + name,
                               .found = words.data(),
                               .expected = "a setting of librdkafka"});
}

bool is_guarantee(const std::string& name) {
  if (name == "bootstrap.servers" || name == "client.id" || name == "group.id") return true;
  for (const Property& property : producer_guarantees)
    if (name == property.name) return true;
  return name == "retries" || name == "request.required.acks" || name == "max.in.flight" ||
         name == "delivery.timeout.ms" || name == "queue.buffering.max.ms" || name == "compression.codec" ||
         name == "transactional.id";
}

Result<void> set_properties(rd_kafka_conf_t* conf, const KafkaSettings& settings) {
  for (const auto& [name, value] : settings.properties) {
    if (is_guarantee(name))
      return std::unexpected(Error{.fault = Fault::invalid_setting,
                                   .where = "kafka.properties." + name,
                                   .found = "a setting on which a guarantee hangs",
                                   .expected = "to leave it out"});
    if (auto done = set(conf, name, value); !done) return done;
  }
  return {};
}

}  // namespace

std::span<const Property> producer_properties() { return producer_guarantees; }
std::span<const Property> reader_properties() { return reader_guarantees; }

Result<ConfHandle> configure(const KafkaSettings& settings, std::span<const Property> role) {
  ConfHandle conf{rd_kafka_conf_new()};
  rd_kafka_conf_set_log_cb(conf.get(), write_log);
  rd_kafka_conf_set_opaque(conf.get(), reinterpret_cast<void*>(settings.log));
  for (const Property& property : client_defaults) set(conf.get(), property.name, property.value).value();
  if (auto done = set_properties(conf.get(), settings); !done) return std::unexpected(done.error());
  for (const Property& property : role) set(conf.get(), property.name, property.value).value();
  if (auto done = set(conf.get(), "client.id", settings.client_id); !done) return std::unexpected(done.error());
  if (auto done = set(conf.get(), "bootstrap.servers", settings.brokers); !done) return std::unexpected(done.error());
  return conf;
}

Result<ClientHandle> make_client(rd_kafka_type_t type, ConfHandle conf) {
  std::array<char, 512> words{};
  ClientHandle client{rd_kafka_new(type, conf.get(), words.data(), words.size())};
  if (!client)
    return std::unexpected(Error{.fault = Fault::invalid_setting,
                                 .where = "kafka",
                                 .found = words.data(),
                                 .expected = "settings that librdkafka accepts"});
  (void)conf.release();  // the client has it
  return client;
}

Error unavailable(std::string where, rd_kafka_resp_err_t code) {
  return {.fault = Fault::kafka_unavailable,
          .where = std::move(where),
          .found = std::string{rd_kafka_err2name(code)} + " (" + rd_kafka_err2str(code) + ")",
          .expected = "an answer of a Kafka broker"};
}

Result<void> check(const KafkaSettings& settings) {
  if (settings.brokers.empty())
    return std::unexpected(Error{
        .fault = Fault::invalid_setting, .where = "kafka.brokers", .found = "nothing", .expected = "`host:port`"});
  auto conf = configure(settings, producer_properties());
  if (!conf) return std::unexpected(conf.error());
  auto client = make_client(RD_KAFKA_PRODUCER, std::move(*conf));
  if (!client) return std::unexpected(client.error());
  return {};
}

std::string topic_name(const KafkaSettings& settings, Topic topic) {
  return settings.topic_prefix + std::string{topic_names.at(static_cast<std::size_t>(topic))};
}

}  // namespace switchroom::storage
