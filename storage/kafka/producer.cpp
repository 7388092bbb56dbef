#include "storage/kafka/producer.hpp"

#include <array>
#include <atomic>
#include <boost/asio/post.hpp>
#include <chrono>
#include <span>
#include <stdexcept>
#include <thread>
#include <utility>

#include "storage/kafka/client.hpp"

// Two threads meet here. The owner's calls rd_kafka_produce; the poller's takes delivery reports and errors from the
// queue, gathers them, and posts them when the last post has been heard: one atomic flag, no lock. After `stop` the
// poller alone touches librdkafka and destroys it.

namespace switchroom::storage {
namespace {

constexpr int idle_poll_ms = 1000;  // `stop` wakes the poller
constexpr int getting_ready_poll_ms = 200;
constexpr int crowded_poll_ms = 1;     // news wait until the last post was heard
constexpr int probe_timeout_ms = 500;  // does a broker answer again?
constexpr std::chrono::milliseconds last_reports_limit{500};

bool is_events_own(rd_kafka_resp_err_t code) {
  return code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE || code == RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE ||
         code == RD_KAFKA_RESP_ERR_INVALID_RECORD || code == RD_KAFKA_RESP_ERR_INVALID_MSG ||
         code == RD_KAFKA_RESP_ERR_INVALID_MSG_SIZE || code == RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP;
}

Fate fate_of(rd_kafka_resp_err_t code) {
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return Fate::persisted;
  return is_events_own(code) ? Fate::refused : Fate::failed;
}

bool is_empty(const ProducerNews& news) {
  return news.reports.empty() && !news.ready && !news.broken && !news.away && !news.back && !news.gone &&
         news.trouble.empty();
}

ClientHandle make_producer(const KafkaSettings& settings) {
  auto conf = configure(settings, producer_properties());
  if (!conf) throw std::runtime_error(describe(conf.error()));
  rd_kafka_conf_set_events(conf->get(), RD_KAFKA_EVENT_DR | RD_KAFKA_EVENT_ERROR);
  auto client = make_client(RD_KAFKA_PRODUCER, std::move(*conf));
  if (!client) throw std::runtime_error(describe(client.error()));
  return std::move(*client);
}

}  // namespace

class Producer::Line : public std::enable_shared_from_this<Producer::Line> {
 public:
  Line(boost::asio::any_io_executor executor, const KafkaSettings& settings, ProducerListener& listener)
      : executor_(std::move(executor)), listener_(&listener), client_(make_producer(settings)) {
    for (std::size_t i = 0; i < topics_.size(); ++i)
      topics_[i].reset(rd_kafka_topic_new(client_.get(), topic_name(settings, static_cast<Topic>(i)).c_str(), nullptr));
    queue_.reset(rd_kafka_queue_get_main(client_.get()));
  }

  void start() {
    poller_ = std::thread{[line = shared_from_this()] { line->poll(); }};
  }
  Sent send(const Event& event, std::uint64_t ordinal);
  void stop() {
    if (std::exchange(stopped_, true)) return;
    stopping_.store(true, std::memory_order_release);
    rd_kafka_queue_yield(queue_.get());
    woken_.store(true, std::memory_order_release);
    woken_.notify_one();
  }
  void finish() {
    stop();
    listener_ = nullptr;
    poller_.join();
  }

 private:
  void poll();
  void take_last_reports(ProducerNews& news);
  void take(rd_kafka_event_t* event, ProducerNews& news);
  void take_reports(rd_kafka_event_t* event, ProducerNews& news);
  void take_error(rd_kafka_event_t* event, ProducerNews& news);
  void break_off(ProducerNews& news);
  int poll_ms(const ProducerNews& news) const;
  void get_ready(ProducerNews& news);
  MetadataHandle ask();
  void probe(ProducerNews& news);
  void came_back(ProducerNews& news);
  void hand_over(ProducerNews& news);
  void post(ProducerNews&& news);

  boost::asio::any_io_executor executor_;
  ProducerListener* listener_;  // executor's thread only
  ClientHandle client_;
  std::array<TopicHandle, topic_names.size()> topics_;
  QueueHandle queue_;
  std::thread poller_;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> woken_ = false;
  std::atomic<bool> posted_ = false;
  std::atomic<bool> broken_ = false;
  bool stopped_ = false;  // executor's thread only: the queue may be gone
  bool ready_ = false;    // poller's thread only
  bool away_ = false;     // poller's thread only
};

/// A value of rd_kafka_produceva; librdkafka's macros for C++ are statement expressions, which -Wpedantic refuses.
rd_kafka_vu_t value_of(rd_kafka_vtype_t type, auto fill) {
  rd_kafka_vu_t value{};
  value.vtype = type;
  fill(value.u);
  return value;
}

rd_kafka_vu_t header(const char* name, std::string_view content) {
  return value_of(RD_KAFKA_VTYPE_HEADER, [&](auto& u) {
    u.header = {.name = name, .val = content.data(), .size = static_cast<ssize_t>(content.size())};
  });
}

Sent Producer::Line::send(const Event& event, std::uint64_t ordinal) {
  if (broken_.load(std::memory_order_relaxed)) return Sent::broken;
  const auto memory = [](const std::string& bytes) {  // copied by librdkafka, never written
    return [&bytes](auto& u) { u.mem = {.ptr = const_cast<char*>(bytes.data()), .size = bytes.size()}; };
  };
  const std::array values{
      value_of(RD_KAFKA_VTYPE_RKT, [&](auto& u) { u.rkt = topics_[static_cast<std::size_t>(event.topic)].get(); }),
      value_of(RD_KAFKA_VTYPE_MSGFLAGS, [](auto& u) { u.i = RD_KAFKA_MSG_F_COPY; }),
      value_of(RD_KAFKA_VTYPE_KEY, memory(event.key)),
      value_of(RD_KAFKA_VTYPE_VALUE, memory(event.bytes)),
      header("content-type", "application/cloudevents+json"),
      header("type", event.type),
      value_of(RD_KAFKA_VTYPE_OPAQUE, [&](auto& u) { u.ptr = reinterpret_cast<void*>(ordinal); })};
  const ErrorHandle error{rd_kafka_produceva(client_.get(), values.data(), values.size())};
  if (!error) return Sent::yes;
  const rd_kafka_resp_err_t code = rd_kafka_error_code(error.get());
  if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL) return Sent::queue_full;
  return is_events_own(code) ? Sent::too_large : Sent::broken;
}

void Producer::Line::poll() {
  ProducerNews news;
  while (!stopping_.load(std::memory_order_acquire)) {
    if (!ready_) get_ready(news);
    const EventHandle event{rd_kafka_queue_poll(queue_.get(), poll_ms(news))};
    if (event) take(event.get(), news);
    if (!event && away_) probe(news);
    hand_over(news);
  }
  woken_.wait(false, std::memory_order_acquire);  // the owner still uses the queue until then
  take_last_reports(news);
  queue_.reset();
  for (TopicHandle& topic : topics_) topic.reset();
  client_.reset();
  news.gone = true;
  post(std::move(news));
}

int Producer::Line::poll_ms(const ProducerNews& news) const {
  if (!is_empty(news)) return crowded_poll_ms;
  return ready_ ? idle_poll_ms : getting_ready_poll_ms;
}

/// Asks for the topics until each is there.
void Producer::Line::get_ready(ProducerNews& news) {
  const auto metadata = ask();
  if (!metadata) return;
  PartitionCounts partitions{};
  for (std::size_t i = 0; i < topics_.size(); ++i) {
    const std::string_view name = rd_kafka_topic_name(topics_[i].get());
    for (const auto& topic : std::span{metadata->topics, static_cast<std::size_t>(metadata->topic_cnt)})
      if (name == topic.topic) partitions[i] = topic.partition_cnt;
    if (partitions[i] > 0) continue;
    news.trouble = "topic " + std::string{name} + " is missing";
    return;
  }
  ready_ = true;
  news.ready = true;
  news.partitions = partitions;
  came_back(news);
}

/// The topics that this producer has handles of; empty: no answer in time.
MetadataHandle Producer::Line::ask() {
  const rd_kafka_metadata_t* answer = nullptr;
  rd_kafka_metadata(client_.get(), 0, nullptr, &answer, probe_timeout_ms);
  return MetadataHandle{answer};
}

/// What was refused, and what was persisted after all, must be known before a new producer begins.
void Producer::Line::take_last_reports(ProducerNews& news) {
  break_off(news);
  const auto deadline = std::chrono::steady_clock::now() + last_reports_limit;
  while (rd_kafka_outq_len(client_.get()) > 0 && std::chrono::steady_clock::now() < deadline) {
    const EventHandle event{rd_kafka_queue_poll(queue_.get(), crowded_poll_ms)};
    if (event) take(event.get(), news);
  }
}

void Producer::Line::take(rd_kafka_event_t* event, ProducerNews& news) {
  switch (rd_kafka_event_type(event)) {
    case RD_KAFKA_EVENT_DR:
      return take_reports(event, news);
    case RD_KAFKA_EVENT_ERROR:
      return take_error(event, news);
    default:
      return;
  }
}

void Producer::Line::take_reports(rd_kafka_event_t* event, ProducerNews& news) {
  while (const rd_kafka_message_t* message = rd_kafka_event_message_next(event)) {
    const Fate fate = fate_of(message->err);
    news.reports.push_back({reinterpret_cast<std::uint64_t>(message->_private), fate});
    if (fate != Fate::persisted) {
      if (!broken_) news.trouble = describe(unavailable("delivery report", message->err));
      break_off(news);
    }
    if (fate == Fate::persisted) came_back(news);
  }
}

void Producer::Line::take_error(rd_kafka_event_t* event, ProducerNews& news) {
  const rd_kafka_resp_err_t code = rd_kafka_event_error(event);
  if (!broken_) news.trouble = std::string{rd_kafka_err2name(code)} + ": " + rd_kafka_event_error_string(event);
  if (code == RD_KAFKA_RESP_ERR__FATAL) break_off(news);
  if (code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN && !away_) {
    away_ = true;
    news.away = true;
  }
}

/// Nothing behind a hole may be sent.
void Producer::Line::break_off(ProducerNews& news) {
  if (broken_.exchange(true, std::memory_order_relaxed)) return;
  rd_kafka_purge(client_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT | RD_KAFKA_PURGE_F_NON_BLOCKING);
  news.broken = true;
}

void Producer::Line::probe(ProducerNews& news) {
  if (ask()) came_back(news);
}

void Producer::Line::came_back(ProducerNews& news) {
  if (std::exchange(away_, false)) news.back = true;
}

void Producer::Line::hand_over(ProducerNews& news) {
  if (is_empty(news) || posted_.exchange(true, std::memory_order_acq_rel)) return;
  post(std::exchange(news, {}));
}

void Producer::Line::post(ProducerNews&& news) {
  boost::asio::post(executor_, [line = shared_from_this(), heard = std::move(news)] {
    line->posted_.store(false, std::memory_order_release);
    if (line->listener_ != nullptr) line->listener_->hear(heard);
  });
}

Producer::Producer(boost::asio::any_io_executor executor, const KafkaSettings& settings, ProducerListener& listener)
    : line_(std::make_shared<Line>(std::move(executor), settings, listener)) {
  line_->start();
}

Producer::~Producer() { line_->finish(); }

Sent Producer::send(const Event& event, std::uint64_t ordinal) { return line_->send(event, ordinal); }

std::int32_t Producer::partition_of(std::string_view key, std::int32_t count) {
  return rd_kafka_msg_partitioner_murmur2(nullptr, key.data(), key.size(), count, nullptr, nullptr);
}

void Producer::stop() { line_->stop(); }

}  // namespace switchroom::storage
