#pragma once
// What a server has counted. Written by the server's thread, read by any.

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "config/vocabulary/error.hpp"

namespace switchroom::server {

/// A number with one writing thread.
class Count {
 public:
  /// Only on the writing thread.
  void add(std::int64_t step = 1) {
    value_.store(value_.load(std::memory_order_relaxed) + step, std::memory_order_relaxed);
  }
  /// Any thread.
  std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_{0};
};

struct Figures {
  static constexpr std::size_t fault_count = 64;  ///< room for each `Fault`

  Count open;            ///< connections now
  Count accepted;        ///< connections so far
  Count refused;         ///< connections above `connections_max`
  Count accept_errors;   ///< EMFILE and the like; each costs a pause
  Count requests;        ///< requests that a handler answered
  Count answers_cut;     ///< answers that the client did not take, or the handler did not make, in time
  Count handler_errors;  ///< exceptions out of a handler
  std::array<Count, fault_count> rejected;  ///< by `Fault`: requests that the server itself refused

  void reject(Fault fault) { rejected.at(static_cast<std::size_t>(fault)).add(); }
  std::int64_t rejections(Fault fault) const { return rejected.at(static_cast<std::size_t>(fault)).value(); }
};

}  // namespace switchroom::server
