#include "gateway/server/request_ids.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <random>

namespace switchroom::server {

RequestIds::RequestIds() {
  std::random_device random;
  prefix_ = fmt::format("{:08x}{:08x}-", random(), random());
}

std::string_view RequestIds::next(std::span<char> room) {
  char* const digits = std::ranges::copy(prefix_, room.begin()).out.base();
  const auto end = std::to_chars(digits, room.data() + room.size(), ++count_).ptr;
  return {room.data(), end};
}

}  // namespace switchroom::server
