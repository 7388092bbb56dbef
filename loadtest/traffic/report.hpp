#pragma once
// The figures of a run, for people and for programs. Pure: any thread.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "loadtest/traffic/histogram.hpp"

namespace switchroom::traffic {

struct ProcessFigures {
  std::string name;
  double cpu_seconds = 0;  ///< inside the window
  double resident_mib = 0;
};

/// What a consumer saw on Kafka.
struct ConsumedFigures {
  std::uint64_t events = 0;
  std::uint64_t messages = 0;  ///< different ones
  std::uint64_t missing = 0;   ///< answered 2xx but in no event
  Histogram latency{};         ///< from when a message was due to when its event was read
};

struct Report {
  double seconds = 0;     ///< length of the window
  double rate_asked = 0;  ///< 0: as many as the server takes
  Histogram latency{};    ///< of 2xx inside the window
  std::uint64_t messages = 0;
  std::uint64_t accepted = 0;
  std::uint64_t repeated = 0;
  std::uint64_t reconnects = 0;
  std::map<int, std::uint64_t> answers{};  ///< by status, whole run; 0: none came
  std::vector<ProcessFigures> processes{};
  std::optional<ConsumedFigures> consumed{};

  double rate() const { return seconds > 0 ? static_cast<double>(latency.count()) / seconds : 0; }
  /// CPU per accepted request of the window in µs.
  double us_per_message(const ProcessFigures& process) const;
};

/// A few lines for a terminal.
std::string as_text(const Report& report);
/// One line of JSON; latencies in ms.
std::string as_json(const Report& report);

}  // namespace switchroom::traffic
