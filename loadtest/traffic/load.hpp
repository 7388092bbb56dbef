#pragma once
// Drives a server with messages over keep-alive connections: open loop (a constant rate) or closed loop (each
// connection sends as soon as it has its answer). One thread, always bounded.

#include <netinet/in.h>
#include <sys/epoll.h>

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <random>
#include <vector>

#include "loadtest/traffic/pace.hpp"
#include "loadtest/traffic/tally.hpp"
#include "loadtest/traffic/wire.hpp"

namespace switchroom::traffic {

struct Plan {
  sockaddr_in server{};
  std::uint32_t connections = 64;
  double per_second = 0;              ///< 0: closed loop
  std::uint64_t requests_max = 0;     ///< 0: no such bound
  std::chrono::milliseconds time{0};  ///< of sending, behind the warm-up; 0: no such bound. One of the two is set
  std::chrono::milliseconds warm_up{0};
  double duplicates = 0;        ///< share of requests that repeat one of the last 1,000 messages, 0 … 1
  bool until_accepted = false;  ///< send again what was not answered 2xx
  std::chrono::milliseconds answer_deadline{10'000};
  std::chrono::milliseconds settle{30'000};  ///< for answers (and retries) once sending is over
};

/// What the owner is told while the load runs. Both may be empty.
struct Listeners {
  std::function<void()> window_opens{};        ///< the warm-up is over: take first readings
  std::function<void()> window_closes{};       ///< sending is over: take last readings
  std::function<void(double seconds)> tick{};  ///< about once a second
};

class Load {
 public:
  Load(const Messages& messages, const Plan& plan, Tally& tally, Listeners listeners);
  ~Load();
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  /// Runs to the end; `stop` (if it becomes true) ends the sending early. False: no connection could ever be made.
  bool run(const std::atomic<bool>& stop);

  std::uint64_t reconnects() const { return reconnects_; }
  std::uint64_t repeated() const { return repeated_; }  ///< duplicates sent

 private:
  struct Line {
    Line(int epoll, std::uint32_t token) : wire(epoll, token) {}
    Wire wire;
    Sending sending{};
    bool under_way = false;  ///< `sending` waits for its answer
    Moment sent_at{};
    Moment reopen_at{};
    bool was_open = false;
  };
  struct Retry {
    Sending sending;
    Moment at{};
  };

  void turn(const std::atomic<bool>& stop);
  void open_window_when_due();
  void end_sending_when_due(bool stopped);
  bool may_send() const;
  bool is_over() const;
  void mend_lines();
  void feed_lines();
  std::optional<Sending> next();
  std::optional<Sending> next_new();
  void put_on(std::uint32_t index, const Sending& sending);
  void wait_for_events();
  std::chrono::nanoseconds longest_wait() const;
  void handle(const epoll_event& event);
  void read(std::uint32_t index);
  void lose(std::uint32_t index);
  void settle(const Sending& sending, int status);
  void tell_time();

  const Messages& messages_;
  const Plan plan_;
  Tally& tally_;
  Listeners listeners_;
  int epoll_;
  std::deque<Line> lines_;
  std::vector<std::uint32_t> free_;  ///< indexes of idle lines
  std::deque<Retry> retries_;
  Pace pace_;
  Moment now_{};
  Moment sending_ends_ = Moment::max();  ///< planned
  Moment ended_ = Moment::max();         ///< when sending did end
  Moment next_tick_{};
  Moment next_look_{};
  bool window_open_ = false;
  bool ever_connected_ = false;
  std::uint64_t requests_ = 0;  ///< first sends and duplicates
  std::uint64_t numbers_ = 0;   ///< messages so far
  std::uint64_t under_way_ = 0;
  std::uint64_t reconnects_ = 0;
  std::uint64_t repeated_ = 0;
  std::minstd_rand random_{7};
};

}  // namespace switchroom::traffic
