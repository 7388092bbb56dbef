#pragma once
// Ids for requests that bring none. One thread each.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace switchroom::server {

/// Counts up behind a random prefix: no two threads or processes make the same id.
class RequestIds {
 public:
  RequestIds();

  /// The next id, written into `room` (at least 40 bytes) and valid as long as that.
  std::string_view next(std::span<char> room);

 private:
  std::string prefix_;
  std::uint64_t count_ = 0;
};

}  // namespace switchroom::server
