#pragma once
// Texts that are put together for a moment, delivery after delivery. One thread each.

#include <cstddef>
#include <string>

namespace switchroom::connectors {

/// An empty text in the storage of the one that this thread used before; leaves it to the next, up to 64 KiB.
class SpareText {
 public:
  SpareText() {
    text_.swap(spare());
    text_.clear();
  }
  ~SpareText() {
    const bool larger = text_.capacity() > spare().capacity();  // than that of a text made meanwhile
    if (larger && text_.capacity() <= kept_bytes_max) spare().swap(text_);
  }
  SpareText(const SpareText&) = delete;
  SpareText& operator=(const SpareText&) = delete;

  std::string& operator*() { return text_; }

 private:
  static constexpr std::size_t kept_bytes_max = 64 * 1024;
  static std::string& spare() {
    thread_local std::string text;
    return text;
  }
  std::string text_;
};

}  // namespace switchroom::connectors
