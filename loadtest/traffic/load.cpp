#include "loadtest/traffic/load.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

namespace switchroom::traffic {
namespace {

using namespace std::chrono_literals;

constexpr auto pause_before_reopening = 20ms;
constexpr auto pause_before_retry = 50ms;
constexpr auto look_at_lines_every = 10ms;  // for deadlines and closed connections
constexpr std::uint64_t duplicates_among = 1000;

}  // namespace

Load::Load(const Messages& messages, const Plan& plan, Tally& tally, Listeners listeners)
    : messages_(messages),
      plan_(plan),
      tally_(tally),
      listeners_(std::move(listeners)),
      epoll_(epoll_create1(EPOLL_CLOEXEC)) {
  if (epoll_ < 0) throw std::system_error(errno, std::generic_category(), "epoll");
  for (std::uint32_t i = 0; i < plan_.connections; ++i) lines_.emplace_back(epoll_, i);
}

Load::~Load() {
  lines_.clear();
  close(epoll_);
}

bool Load::run(const std::atomic<bool>& stop) {
  now_ = Clock::now();
  pace_ = {.start = now_, .per_second = plan_.per_second > 0 ? plan_.per_second : 1};
  if (plan_.time > 0ms) sending_ends_ = now_ + plan_.warm_up + plan_.time;
  next_tick_ = now_ + 1s;
  while (!is_over()) turn(stop);
  return ever_connected_;
}

void Load::turn(const std::atomic<bool>& stop) {
  now_ = Clock::now();
  open_window_when_due();
  end_sending_when_due(stop.load(std::memory_order_relaxed));
  tell_time();
  mend_lines();
  feed_lines();
  wait_for_events();
}

void Load::open_window_when_due() {
  if (window_open_ || now_ < pace_.start + plan_.warm_up) return;
  window_open_ = true;
  tally_.open_window(now_);
  if (listeners_.window_opens) listeners_.window_opens();
}

void Load::end_sending_when_due(bool stopped) {
  const bool all_sent = plan_.requests_max > 0 && requests_ >= plan_.requests_max;
  const bool answered = under_way_ == 0 && retries_.empty();
  const bool hopeless = !ever_connected_ && now_ > pace_.start + 5s && !plan_.until_accepted;
  if (ended_ != Moment::max() || !(stopped || hopeless || now_ >= sending_ends_ || (all_sent && answered))) return;
  ended_ = now_;
  tally_.close_window(now_);
  if (listeners_.window_closes) listeners_.window_closes();
}

bool Load::may_send() const {
  return ended_ == Moment::max() && (plan_.requests_max == 0 || requests_ < plan_.requests_max);
}

bool Load::is_over() const {
  if (ended_ == Moment::max()) return false;
  return (under_way_ == 0 && retries_.empty()) || now_ > ended_ + plan_.settle;
}

void Load::mend_lines() {
  if (now_ < next_look_) return;
  next_look_ = now_ + look_at_lines_every;
  for (std::uint32_t i = 0; i < lines_.size(); ++i) {
    Line& line = lines_[i];
    if (line.under_way && now_ > line.sent_at + plan_.answer_deadline) lose(i);
    if (line.wire.state() != Wire::State::closed || now_ < line.reopen_at) continue;
    line.reopen_at = now_ + pause_before_reopening;
    if (std::exchange(line.was_open, false)) ++reconnects_;
    line.wire.open(plan_.server);
  }
}

void Load::feed_lines() {
  while (!free_.empty()) {
    const std::uint32_t index = free_.back();
    if (lines_[index].wire.state() != Wire::State::idle) {
      free_.pop_back();  // was closed meanwhile
      continue;
    }
    const std::optional<Sending> sending = next();
    if (!sending) return;
    free_.pop_back();
    put_on(index, *sending);
  }
}

std::optional<Sending> Load::next() {
  if (!retries_.empty() && retries_.front().at <= now_) {
    const Sending sending = retries_.front().sending;
    retries_.pop_front();
    return sending;
  }
  return may_send() ? next_new() : std::nullopt;
}

std::optional<Sending> Load::next_new() {
  const bool open_loop = plan_.per_second > 0;
  if (open_loop && requests_ >= pace_.due(now_)) return std::nullopt;
  Sending sending{.number = numbers_, .since = open_loop ? pace_.moment_of(requests_) : now_};
  ++requests_;
  const bool repeat = numbers_ > 0 && std::uniform_real_distribution{}(random_) < plan_.duplicates;
  if (repeat) {
    sending.number -= 1 + random_() % std::min(numbers_, duplicates_among);
    ++repeated_;
  } else {
    ++numbers_;
  }
  tally_.sent(sending);
  return sending;
}

void Load::put_on(std::uint32_t index, const Sending& sending) {
  Line& line = lines_[index];
  line.sending = sending;
  line.sent_at = now_;
  messages_.write_request(sending.number, line.wire.request());
  line.under_way = true;
  ++under_way_;
  if (!line.wire.send()) lose(index);
}

void Load::wait_for_events() {
  std::array<epoll_event, 256> events;
  const auto wait = longest_wait();
  const timespec limit{.tv_sec = 0, .tv_nsec = wait.count()};
  const int count = epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &limit, nullptr);
  now_ = Clock::now();
  for (int i = 0; i < count; ++i) handle(events[static_cast<std::size_t>(i)]);
}

std::chrono::nanoseconds Load::longest_wait() const {
  std::chrono::nanoseconds wait = 5ms;
  if (plan_.per_second > 0 && may_send() && !free_.empty())
    wait = std::min(wait, pace_.moment_of(requests_) - Clock::now());
  return std::max(wait, 0ns);
}

void Load::handle(const epoll_event& event) {
  const std::uint32_t index = event.data.u32;
  Line& line = lines_[index];
  const Wire::State before = line.wire.state();
  if (before == Wire::State::closed) return;
  if ((event.events & (EPOLLOUT | EPOLLERR | EPOLLHUP)) != 0 && !line.wire.on_writable()) return lose(index);
  if (before == Wire::State::connecting && line.wire.state() == Wire::State::idle) {
    ever_connected_ = line.was_open = true;
    free_.push_back(index);
  }
  if ((event.events & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0) read(index);
}

void Load::read(std::uint32_t index) {
  Line& line = lines_[index];
  const auto answer = line.wire.on_readable();
  if (!answer) return lose(index);
  if (!*answer) return;
  line.under_way = false;
  --under_way_;
  settle(line.sending, (*answer)->status);
  if (line.wire.state() == Wire::State::idle) free_.push_back(index);
}

/// The connection ended; a message on it was not answered.
void Load::lose(std::uint32_t index) {
  Line& line = lines_[index];
  line.wire.close();
  line.reopen_at = now_ + pause_before_reopening;
  if (!std::exchange(line.under_way, false)) return;
  --under_way_;
  settle(line.sending, 0);
}

void Load::settle(const Sending& sending, int status) {
  tally_.answered(sending, status, now_);
  const bool refused = status < 200 || status > 299;
  if (refused && plan_.until_accepted) retries_.push_back({sending, now_ + pause_before_retry});
}

void Load::tell_time() {
  if (now_ < next_tick_) return;
  next_tick_ += 1s;
  if (listeners_.tick) listeners_.tick(std::chrono::duration<double>(now_ - pace_.start).count());
}

}  // namespace switchroom::traffic
