#pragma once
// Capacity in milli-units: a chat costs 1000 by default, an e-mail 500. Integers, so sums are exact.

#include <compare>
#include <cstdint>

namespace switchroom {

/// An amount of capacity in milli-units. Adds and subtracts with its own kind only.
struct Units {
  std::int64_t milli = 0;

  friend constexpr auto operator<=>(Units, Units) = default;
  constexpr Units& operator+=(Units other) { return milli += other.milli, *this; }
  constexpr Units& operator-=(Units other) { return milli -= other.milli, *this; }
  friend constexpr Units operator+(Units a, Units b) { return a += b; }
  friend constexpr Units operator-(Units a, Units b) { return a -= b; }
};

}  // namespace switchroom
