#include "storage/kafka/publisher.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>
#include <utility>
#include <vector>

#include "storage/kafka/producer.hpp"

// sending ──failed report, fatal error──▶ stopping ──gone──▶ waiting ──pause over──▶ sending
// In `stopping` and `waiting` offers are taken and wait. Pauses: none, 0.1 s, 0.2 s … 10 s, from the start again after
// a success.

namespace switchroom::storage {
namespace asio = boost::asio;
namespace {

using std::chrono::milliseconds;
constexpr milliseconds first_pause{100};
constexpr milliseconds longest_pause{10'000};

milliseconds pause_after(std::uint32_t failures) {
  if (failures <= 1) return milliseconds{0};
  return std::min(longest_pause, first_pause * (1 << std::min(failures - 2, 10u)));
}

bool is_dead(const Event& event) { return event.type == "switchroom.event.dead.v1"; }

}  // namespace

class Publisher::Core : public ProducerListener, public std::enable_shared_from_this<Publisher::Core> {
 public:
  Core(asio::any_io_executor executor, KafkaSettings settings, PublisherBounds bounds)
      : settings_(std::move(settings)),
        executor_(std::move(executor)),
        waiting_(bounds),
        pause_(executor_),
        drained_(executor_) {
    producer_ = std::make_unique<Producer>(executor_, settings_, *this);
  }
  virtual ~Core() = default;

  bool offer(Batch&& batch);
  asio::awaitable<bool> flush(milliseconds limit);
  void reset(std::uint64_t position);
  void hear(const ProducerNews& news) override;

  const Unacknowledged& waiting() const { return waiting_; }
  PublisherFigures figures;
  std::move_only_function<void()> on_progress;
  std::move_only_function<void()> on_room;

 private:
  enum class Phase : std::uint8_t { connecting, sending, stopping, pausing };
  enum class Known : std::uint8_t { no, being_tried, yes };

  void pump();
  bool must_wait(const Event& event);
  Known& known(const Event& event);
  Sent send(const Event& event);
  void acknowledge(std::uint64_t ordinal);
  void begin(const PartitionCounts& partitions);
  void stop();
  void connect();
  void take_reports(const std::vector<Report>& reports);
  void take_refusal(std::uint64_t ordinal);
  void bury(std::uint64_t ordinal);
  void take_state(const ProducerNews& news);
  void rebuild();
  void connect_after_pause();
  void tell(std::uint64_t acknowledged_before);

  KafkaSettings settings_;
  asio::any_io_executor executor_;
  Unacknowledged waiting_;
  asio::steady_timer pause_;
  asio::steady_timer drained_;  // cancelled when nothing waits
  std::unique_ptr<Producer> producer_;
  Phase phase_ = Phase::connecting;
  std::array<std::vector<Known>, topic_names.size()>
      known_;  // whether Kafka knows this producer, by topic and partition
  bool wants_room_ = false;
  std::uint64_t next_ = 0;         // ordinal to send next
  std::uint64_t in_flight_ = 0;    // sent, without a report
  std::uint64_t alone_until_ = 0;  // below this ordinal one event is sent at a time: one of them is refused for ever
  std::optional<std::uint64_t> alone_;  // the event that was sent alone last
  std::uint32_t failures_ = 0;          // in a row
};

bool Publisher::Core::offer(Batch&& batch) {
  if (!waiting_.has_room_for(batch)) {
    wants_room_ = true;
    return false;
  }
  waiting_.add(std::move(batch));
  pump();
  return true;
}

void Publisher::Core::pump() {
  while (phase_ == Phase::sending && next_ < waiting_.end()) {
    const Event* event = waiting_.find(next_);
    if (event != nullptr && must_wait(*event)) return;
    switch (event == nullptr ? Sent::yes : send(*event)) {
      case Sent::yes:
        ++next_;
        break;
      case Sent::queue_full:
        return;  // the next report makes room
      case Sent::too_large:
        bury(next_);
        break;
      case Sent::broken:
        return rebuild();
    }
  }
}

bool Publisher::Core::must_wait(const Event& event) {
  return (next_ < alone_until_ && in_flight_ > 0) || known(event) == Known::being_tried;
}

Publisher::Core::Known& Publisher::Core::known(const Event& event) {
  std::vector<Known>& partitions = known_[static_cast<std::size_t>(event.topic)];
  return partitions[static_cast<std::size_t>(
      Producer::partition_of(event.key, static_cast<std::int32_t>(partitions.size())))];
}

Sent Publisher::Core::send(const Event& event) {
  const Sent sent = producer_->send(event, next_);
  if (sent == Sent::too_large && is_dead(event)) return Sent::broken;
  if (sent != Sent::yes) return sent;
  ++in_flight_;
  alone_ = next_ < alone_until_ ? std::optional{next_} : std::nullopt;
  if (Known& partition = known(event); partition == Known::no) partition = Known::being_tried;
  return sent;
}

void Publisher::Core::hear(const ProducerNews& news) {
  const auto alive = shared_from_this();  // what is told may drop the publisher
  const std::uint64_t acknowledged_before = waiting_.acknowledged();
  take_reports(news.reports);
  take_state(news);
  pump();
  tell(acknowledged_before);
}

void Publisher::Core::take_reports(const std::vector<Report>& reports) {
  for (const Report& report : reports) {
    if (in_flight_ > 0) --in_flight_;
    if (report.fate == Fate::refused) take_refusal(report.ordinal);
    if (report.fate == Fate::persisted) acknowledge(report.ordinal);
  }
}

void Publisher::Core::acknowledge(std::uint64_t ordinal) {
  const Event* event = waiting_.find(ordinal);
  if (event == nullptr) return;
  known(*event) = Known::yes;
  waiting_.acknowledge(ordinal);
  ++figures.events_published;
  failures_ = 0;
  figures.trouble.clear();
}

/// An event that was refused alone is the culprit; of several that went together it is one of them.
void Publisher::Core::take_refusal(std::uint64_t ordinal) {
  const Event* event = waiting_.find(ordinal);
  if (event == nullptr || is_dead(*event)) return;
  if (alone_ == ordinal) return bury(ordinal);
  alone_until_ = std::max(alone_until_, ordinal + 1);
}

void Publisher::Core::bury(std::uint64_t ordinal) {
  waiting_.replace(ordinal, dead_event(*waiting_.find(ordinal), "refused by Kafka: too large or malformed"));
  ++figures.events_dead;
}

void Publisher::Core::take_state(const ProducerNews& news) {
  if (!news.trouble.empty()) figures.trouble = news.trouble;
  if (news.away) figures.away_since = std::chrono::steady_clock::now();
  if (news.back) figures.away_since.reset();
  if (news.back || news.ready) figures.trouble.clear();
  if (news.ready && phase_ == Phase::connecting) begin(news.partitions);
  if (news.broken) rebuild();
  if (news.gone) connect_after_pause();
}

void Publisher::Core::begin(const PartitionCounts& partitions) {
  for (std::size_t i = 0; i < partitions.size(); ++i)
    known_[i].assign(static_cast<std::size_t>(partitions[i]), Known::no);
  in_flight_ = 0;
  alone_.reset();
  next_ = waiting_.first();
  phase_ = Phase::sending;
}

void Publisher::Core::rebuild() {
  if (phase_ == Phase::stopping || phase_ == Phase::pausing) return;
  ++figures.rebuilds;
  ++failures_;
  stop();
}

void Publisher::Core::stop() {
  phase_ = Phase::stopping;
  producer_->stop();
}

void Publisher::Core::connect_after_pause() {
  producer_.reset();
  phase_ = Phase::pausing;
  pause_.expires_after(pause_after(failures_));
  pause_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    const auto core = weak.lock();
    if (core && !error) core->connect();
  });
}

void Publisher::Core::connect() {
  phase_ = Phase::connecting;
  try {
    producer_ = std::make_unique<Producer>(executor_, settings_, *this);
  } catch (
      const std::runtime_error& error) {  // the settings were good at the start: no threads or descriptors are left
    figures.trouble = error.what();
    ++failures_;
    connect_after_pause();
  }
}

void Publisher::Core::tell(std::uint64_t acknowledged_before) {
  if (waiting_.events() == 0) drained_.cancel();
  if (on_progress && waiting_.acknowledged() != acknowledged_before) on_progress();
  if (on_room && wants_room_ && waiting_.half_empty()) {
    wants_room_ = false;
    on_room();
  }
}

asio::awaitable<bool> Publisher::Core::flush(milliseconds limit) {
  drained_.expires_after(limit);
  if (waiting_.events() > 0) co_await drained_.async_wait(asio::as_tuple(asio::use_awaitable));
  co_return waiting_.events() == 0;
}

void Publisher::Core::reset(std::uint64_t position) {
  waiting_.clear(position);
  next_ = waiting_.first();
  wants_room_ = false;
  failures_ = 0;
  alone_until_ = 0;
  drained_.cancel();
  if (phase_ == Phase::connecting || phase_ == Phase::sending) stop();
}

Publisher::Publisher(asio::any_io_executor executor, KafkaSettings settings, PublisherBounds bounds)
    : core_(std::make_shared<Core>(std::move(executor), std::move(settings), bounds)) {}
Publisher::~Publisher() = default;
Publisher::Publisher(Publisher&&) noexcept = default;
Publisher& Publisher::operator=(Publisher&&) noexcept = default;

bool Publisher::offer(Batch&& batch) { return core_->offer(std::move(batch)); }
std::uint64_t Publisher::acknowledged() const { return core_->waiting().acknowledged(); }
std::uint64_t Publisher::unpublished_events() const { return core_->waiting().events(); }
std::uint64_t Publisher::unpublished_bytes() const { return core_->waiting().bytes(); }
std::optional<Instant> Publisher::oldest() const { return core_->waiting().oldest(); }
PublisherFigures Publisher::figures() const { return core_->figures; }
void Publisher::on_progress(std::move_only_function<void()> call) { core_->on_progress = std::move(call); }
void Publisher::on_room(std::move_only_function<void()> call) { core_->on_room = std::move(call); }
asio::awaitable<bool> Publisher::flush(milliseconds limit) { return core_->flush(limit); }
void Publisher::reset(std::uint64_t position) { core_->reset(position); }

}  // namespace switchroom::storage
