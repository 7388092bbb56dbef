#pragma once
// A list that grows by a block at a time: what is in it never moves, so a million tickets grow without a pause. A value
// that can't be copied. One thread.

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

namespace switchroom::engine {

template <class T>
class Blocks {
 public:
  std::size_t size() const { return size_; }
  T& operator[](std::size_t index) { return (*blocks_[index / per_block])[index % per_block]; }
  const T& operator[](std::size_t index) const { return (*blocks_[index / per_block])[index % per_block]; }
  /// What is at `index` will be looked at some time later: it is fetched into the cache meanwhile.
  void prefetch(std::size_t index) const {
    constexpr std::size_t cache_line = 64;
    const char* at = reinterpret_cast<const char*>(&(*this)[index]);
    for (std::size_t offset = 0; offset < sizeof(T); offset += cache_line) __builtin_prefetch(at + offset);
  }
  /// One more at the end, as a new T is.
  void grow() {
    if (size_++ == blocks_.size() * per_block) blocks_.push_back(std::make_unique<Block>());
  }

 private:
  static constexpr std::size_t per_block = 512;
  using Block = std::array<T, per_block>;

  std::vector<std::unique_ptr<Block>> blocks_;
  std::size_t size_ = 0;
};

}  // namespace switchroom::engine
