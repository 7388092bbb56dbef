#pragma once
// Plays a scenario: the real classifier and the real engine in virtual time, without Redis, Kafka and server. Clocks
// strike by themselves, each at its own moment and before what is done at the same one. Pure; any thread.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "router/scenario/scenario.hpp"

namespace switchroom::scenario {

/// A line of what came of it.
enum class LineKind : std::uint8_t {
  done,    ///< a sentence of the scenario
  told,    ///< what the router did
  met,     ///< an expectation that came true
  missed,  ///< one that did not
};
inline constexpr std::array<std::string_view, 4> line_kind_names{"done", "told", "met", "missed"};

struct Line {
  LineKind kind = LineKind::told;
  Instant at{};
  std::string time;     ///< `at` in words
  std::string text;     ///< of an expectation as it was written
  std::string instead;  ///< missed: what was told that comes nearest, or what holds; may be empty
  int line = 0;         ///< of the document, from 1; 0: of none
};

/// So many clocks strike at most; then the play is broken off, and that is missed.
inline constexpr std::size_t strikes_max = 100'000;

struct Played {
  std::vector<Line> lines;
  std::size_t met = 0;
  std::size_t missed = 0;
};

/// Throws std::logic_error if the engine does: that is a defect of Switchroom, not of the scenario.
Played play(const Scenario& scenario);

}  // namespace switchroom::scenario
