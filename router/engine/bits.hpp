#pragma once
// A set of small numbers, 64 to a word. A plain value.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace switchroom::engine {

class Bits {
 public:
  using Word = std::uint64_t;
  static constexpr std::uint32_t per_word = 64;

  Bits() = default;
  /// An empty set of numbers below `size`.
  explicit Bits(std::size_t size) { resize(size); }

  /// Numbers below `size` fit from now on; those in the set stay.
  void resize(std::size_t size) { words_.resize((size + per_word - 1) / per_word); }
  bool contains(std::uint32_t number) const { return ((words_[number / per_word] >> (number % per_word)) & 1) != 0; }
  void put(std::uint32_t number, bool inside) {
    const Word bit = Word{1} << (number % per_word);
    if (inside) {
      words_[number / per_word] |= bit;
    } else {
      words_[number / per_word] &= ~bit;
    }
  }
  /// Keeps only what is in `other` too; both have the same size.
  void keep(const Bits& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  }
  std::uint32_t count() const {
    std::uint32_t sum = 0;
    for (const Word word : words_) sum += static_cast<std::uint32_t>(std::popcount(word));
    return sum;
  }
  std::span<const Word> words() const { return words_; }

 private:
  std::vector<Word> words_;
};

/// Calls `visit(number)` for each bit of word number `place`, ascending.
template <class Visit>
void for_each_bit(Bits::Word word, std::size_t place, Visit&& visit) {
  for (; word != 0; word &= word - 1)
    visit(static_cast<std::uint32_t>(place * Bits::per_word) + static_cast<std::uint32_t>(std::countr_zero(word)));
}

}  // namespace switchroom::engine
