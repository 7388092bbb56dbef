#pragma once
// Where words begin and end, by UAX #29 (Unicode Text Segmentation, word boundaries).

#include <cstdint>
#include <string_view>
#include <vector>

namespace switchroom::classify {

/// The word boundaries of one text after the other. One thread at a time; reuse it, as its memory is.
class WordBoundaries {
 public:
  /// Turns to a UTF-8 text, which must live as long as it is asked about. Texts from 2 GiB on are cut there.
  void assign(std::string_view text);

  /// Whether there is a boundary before byte `at` (0 … size). Begin and end of the text are boundaries. The first
  /// question that the neighbours alone can't answer takes a pass over the text.
  bool contains(std::uint32_t at);

 private:
  void find_all();

  std::string_view text_;
  bool all_found_ = false;
  std::vector<bool> boundaries_;
};

/// Whether words of the script that begins (or ends) the UTF-8 `word` stand between spaces; false for Chinese,
/// Japanese, Thai … Any thread.
bool begins_with_spaced_script(std::string_view word);
bool ends_with_spaced_script(std::string_view word);

}  // namespace switchroom::classify
