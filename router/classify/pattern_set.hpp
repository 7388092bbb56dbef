#pragma once
// The regular expressions of all rules, searched in one pass (RE2, linear time). Built once; then any thread may
// search.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/workspace/patterns.hpp"
#include "router/classify/fold.hpp"

namespace switchroom::classify {

class PatternSet {
 public:
  /// Throws std::invalid_argument for a pattern that does not compile. Patterns that take more than `bytes_max`
  /// together are searched one by one.
  explicit PatternSet(std::span<const std::string> patterns, std::int64_t bytes_max = workspace::pattern_set_bytes_max);
  ~PatternSet();
  PatternSet(PatternSet&&) noexcept;
  PatternSet& operator=(PatternSet&&) noexcept;

  /// Puts the numbers of the patterns that match a part of `text` into `found` (emptied first), ascending.
  void find_all(std::string_view text, std::vector<std::uint32_t>& found) const;
  /// Where the first match of a pattern that was found stands; {0, 0} for a match of nothing.
  Span place(std::uint32_t pattern, std::string_view text) const;

 private:
  class Pattern;
  class Together;
  std::vector<Pattern> patterns_;
  std::unique_ptr<const Together> together_;  // null if they are too large to be searched together
};

}  // namespace switchroom::classify
