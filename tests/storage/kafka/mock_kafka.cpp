#include "tests/storage/kafka/mock_kafka.hpp"

#include <array>
#include <chrono>
#include <memory>
#include <stdexcept>

namespace switchroom::storage::testing {
namespace {

constexpr int broker = 1;
constexpr std::int16_t produce_request = 0;

std::string id_of(std::string_view value) {
  const std::string_view mark = R"("id":")";
  const std::size_t begin = value.find(mark);
  if (begin == std::string_view::npos) return {};
  const std::string_view rest = value.substr(begin + mark.size());
  return std::string{rest.substr(0, rest.find('"'))};
}

std::string type_header(const rd_kafka_message_t& message) {
  rd_kafka_headers_t* headers = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return {};
  if (rd_kafka_header_get_last(headers, "type", &value, &size) != RD_KAFKA_RESP_ERR_NO_ERROR) return {};
  return {static_cast<const char*>(value), size};
}

Received received(const rd_kafka_message_t& message) {
  Received record;
  record.topic = rd_kafka_topic_name(message.rkt);
  record.partition = message.partition;
  record.key.assign(static_cast<const char*>(message.key), message.key_len);
  record.value.assign(static_cast<const char*>(message.payload), message.len);
  record.id = id_of(record.value);
  record.type = type_header(message);
  return record;
}

rd_kafka_t* make_client(rd_kafka_type_t type, const std::vector<std::pair<std::string, std::string>>& properties) {
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  std::array<char, 256> words{};
  for (const auto& [name, value] : properties)
    if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), words.data(), words.size()) != RD_KAFKA_CONF_OK)
      throw std::runtime_error(words.data());
  rd_kafka_t* client = rd_kafka_new(type, conf, words.data(), words.size());
  if (client == nullptr) throw std::runtime_error(words.data());
  return client;
}

int partitions_of(rd_kafka_t* client, const std::string& topic) {
  rd_kafka_topic_t* handle = rd_kafka_topic_new(client, topic.c_str(), nullptr);
  const rd_kafka_metadata_t* metadata = nullptr;
  int count = 0;
  if (rd_kafka_metadata(client, 0, handle, &metadata, 5000) == RD_KAFKA_RESP_ERR_NO_ERROR) {
    count = metadata->topics[0].partition_cnt;
    rd_kafka_metadata_destroy(metadata);
  }
  rd_kafka_topic_destroy(handle);
  return count;
}

void assign_all(rd_kafka_t* client, const std::string& topic) {
  const int partitions = partitions_of(client, topic);
  rd_kafka_topic_partition_list_t* list = rd_kafka_topic_partition_list_new(partitions);
  for (int i = 0; i < partitions; ++i) rd_kafka_topic_partition_list_add(list, topic.c_str(), i)->offset = 0;
  rd_kafka_assign(client, list);
  rd_kafka_topic_partition_list_destroy(list);
}

}  // namespace

std::vector<Received> read_topic(const KafkaSettings& settings, Topic topic, std::size_t count, int seconds) {
  rd_kafka_t* client = make_client(RD_KAFKA_CONSUMER,
                                   {{"bootstrap.servers", settings.brokers}, {"group.id", "test"}, {"log_level", "0"}});
  rd_kafka_poll_set_consumer(client);
  assign_all(client, topic_name(settings, topic));
  std::vector<Received> records;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{seconds};
  while (records.size() < count && std::chrono::steady_clock::now() < deadline) {
    rd_kafka_message_t* message = rd_kafka_consumer_poll(client, 100);
    if (message == nullptr) continue;
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) records.push_back(received(*message));
    rd_kafka_message_destroy(message);
  }
  // What came in surplus of what was expected shall be seen too.
  while (rd_kafka_message_t* message = rd_kafka_consumer_poll(client, 300)) {
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) records.push_back(received(*message));
    rd_kafka_message_destroy(message);
  }
  rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
  return records;
}

MockKafka::MockKafka(int partitions)
    : client_(make_client(RD_KAFKA_PRODUCER, {{"log_level", "0"}})),
      cluster_(rd_kafka_mock_cluster_new(client_, 1)),
      partitions_(partitions) {
  for (std::size_t i = 0; i < topic_names.size(); ++i)
    rd_kafka_mock_topic_create(cluster_, topic_name(settings(), static_cast<Topic>(i)).c_str(), partitions_, 1);
}

MockKafka::~MockKafka() {
  rd_kafka_mock_cluster_destroy(cluster_);
  rd_kafka_destroy(client_);
}

KafkaSettings MockKafka::settings() const { return {.brokers = rd_kafka_mock_cluster_bootstraps(cluster_)}; }

void MockKafka::fail_produce(const std::vector<rd_kafka_resp_err_t>& errors) {
  rd_kafka_mock_push_request_errors_array(cluster_, produce_request, errors.size(), errors.data());
}

void MockKafka::set_down() { rd_kafka_mock_broker_set_down(cluster_, broker); }
void MockKafka::set_up() { rd_kafka_mock_broker_set_up(cluster_, broker); }
void MockKafka::set_round_trip_ms(int ms) { rd_kafka_mock_broker_set_rtt(cluster_, broker, ms); }

std::vector<Received> MockKafka::read(Topic topic, std::size_t count) const {
  return read_topic(settings(), topic, count);
}

}  // namespace switchroom::storage::testing
