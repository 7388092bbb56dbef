#pragma once
// Numbers from a seed, without the library's distributions, whose results may differ between versions.

#include <cstdint>
#include <random>

namespace switchroom::engine {

class Chance {
 public:
  explicit Chance(std::uint32_t seed) : numbers_(seed) {}
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(numbers_() % bound); }
  bool one_in(std::uint32_t count) { return below(count) == 0; }
  int between(int low, int high) { return low + static_cast<int>(below(static_cast<std::uint32_t>(high - low + 1))); }

 private:
  std::mt19937 numbers_;
};

}  // namespace switchroom::engine
