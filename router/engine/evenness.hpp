#pragma once
// How evenly work was handed out. Pure; any thread.

#include <cstdint>
#include <span>

#include "config/vocabulary/units.hpp"

namespace switchroom::engine {

struct Evenness {
  /// Jain's index, (sum of x)² / (n × sum of x²): 1000 if all got the same (or nobody anything), 1000 / n if one got
  /// all.
  std::uint32_t jain_milli = 1000;
  Units largest_gap;  ///< between who got most and who got least
  friend bool operator==(const Evenness&, const Evenness&) = default;
};

/// Of what each of them got, none below zero; of nobody: as if all got the same.
Evenness evenness_of(std::span<const Units> given);

}  // namespace switchroom::engine
