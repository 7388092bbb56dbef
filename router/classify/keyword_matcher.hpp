#pragma once
// Finds thousands of literals in a text in one pass (Vectorscan's literal sets; its regular expressions and UTF-8 modes
// miss matches: VectorCamp/vectorscan#317, #326, #358, so they are not used). Built once; then any thread may search.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace switchroom::classify {

/// An occurrence of literal number `literal` that ends before byte `end`.
struct Occurrence {
  std::uint32_t literal = 0;
  std::uint32_t end = 0;
  friend auto operator<=>(const Occurrence&, const Occurrence&) = default;
};

class KeywordMatcher {
 public:
  /// Takes literals of one byte or more, all different, none beginning with a zero byte; a literal's number is its
  /// place in the list. Throws std::runtime_error if the processor lacks SSE 4.2 or the set is too large to compile.
  explicit KeywordMatcher(std::span<const std::string> literals);
  ~KeywordMatcher();
  KeywordMatcher(KeywordMatcher&&) noexcept;
  KeywordMatcher& operator=(KeywordMatcher&&) noexcept;

  /// Puts every occurrence in `text` into `found` (emptied first), overlapping ones too, in no promised order.
  void find_all(std::string_view text, std::vector<Occurrence>& found) const;

 private:
  class Database;
  std::unique_ptr<const Database> database_;
};

}  // namespace switchroom::classify
