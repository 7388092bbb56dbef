#pragma once
// Text as keywords are compared: NFKC_Casefold (Unicode Standard, 3.13 and UAX #15), so that case, width and
// compatibility forms are one; then traditional Chinese characters become simplified ones, one for one (CLDR's
// Hant-Hans). A Fold belongs to one thread at a time; reuse it, as its buffers are.

#include <unicode/edits.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace switchroom::classify {

/// A range of bytes.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

/// A folded text that still knows which bytes of the original each of its bytes comes from.
class Fold {
 public:
  /// Folds UTF-8. Broken sequences stay as they are, so they equal no valid text. A zero byte becomes a one, as
  /// literals of Vectorscan can't begin with a zero. Texts from 2 GiB on are cut there.
  void assign(std::string_view original);

  /// The folded text; valid until the next `assign`.
  std::string_view text() const { return folded_; }

  /// The bytes of the original that the non-empty range `folded` came from; what folded as one comes back whole. Cheap
  /// when asked near the place of the question before.
  Span original(Span folded);

 private:
  void fold_by_icu(std::string_view original);

  std::string folded_;
  icu::Edits edits_;
  icu::Edits::Iterator edit_;
  bool plain_ = true;  ///< ASCII: each byte stands where it stood
};

/// The folded form of a keyword. Any thread.
std::string folded(std::string_view text);

}  // namespace switchroom::classify
