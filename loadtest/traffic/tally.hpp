#pragma once
// What came of each message, counted; the figures of a run are read from it. One thread.

#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "loadtest/traffic/histogram.hpp"
#include "loadtest/traffic/messages.hpp"
#include "loadtest/traffic/pace.hpp"

namespace switchroom::traffic {

/// A message on its way.
struct Sending {
  std::uint64_t number = 0;
  Moment since{};  ///< when it was due (open loop), or sent (closed loop); a retry keeps it
};

class Tally {
 public:
  explicit Tally(const Messages& messages) : messages_(messages) {}

  /// Writes each outcome as a line of JSON: `{"id":…,"customer":…,"status":…}`; status 0: no answer came. Error
  /// `invalid_setting` if the file can't be written.
  Result<void> record_to(const std::string& path);

  /// Only what is due inside the window counts for rates and latencies.
  void open_window(Moment at) { window_from_ = at; }
  void close_window(Moment at) { window_to_ = at; }
  double window_seconds() const;

  /// A message is sent for the first time.
  void sent(const Sending& sending);
  /// It was answered, or the connection ended before (status 0).
  void answered(const Sending& sending, int status, Moment at);

  bool is_accepted(std::uint64_t number) const { return accepted_[number]; }
  /// When it was due first; empty if that lies outside the window.
  std::optional<Moment> measured_since(std::uint64_t number) const;

  std::uint64_t accepted() const { return accepted_count_; }  ///< messages with a 2xx, each once, whole run
  std::uint64_t messages() const { return since_.size(); }    ///< different messages, whole run
  const std::map<int, std::uint64_t>& answers() const { return answers_; }  ///< by status, whole run; 0: none came
  const Histogram& latency() const { return latency_; }                     ///< of 2xx inside the window

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  bool in_window(Moment at) const { return at >= window_from_ && at < window_to_; }
  void write_down(const Sending& sending, int status);

  const Messages& messages_;
  std::unique_ptr<std::FILE, Close> record_;
  Moment window_from_ = Moment::max();
  Moment window_to_ = Moment::max();
  std::vector<Moment> since_;
  std::vector<bool> accepted_;
  std::uint64_t accepted_count_ = 0;
  std::map<int, std::uint64_t> answers_;
  Histogram latency_;
};

}  // namespace switchroom::traffic
