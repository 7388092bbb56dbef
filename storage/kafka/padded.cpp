#include "storage/kafka/padded.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string_view>

namespace switchroom::storage {

void append_padded(std::uint64_t number, std::size_t width, std::string& out) {
  std::array<char, 20> digits;
  const auto length =
      static_cast<std::size_t>(std::to_chars(digits.begin(), digits.end(), number).ptr - digits.begin());
  out.append(width > length ? width - length : 0, '0').append(digits.data(), length);
}

void append_time(Instant at, std::string& out) {
  using namespace std::chrono;
  constexpr std::int64_t end_of_9999_ms = 253'402'300'799'999;
  const sys_time<milliseconds> time{milliseconds{std::clamp<std::int64_t>(ms_of(at), 0, end_of_9999_ms)}};
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  const auto part = [&](auto number, std::size_t width, char mark) {
    append_padded(static_cast<std::uint64_t>(number), width, out);
    out.push_back(mark);
  };
  part(static_cast<int>(date.year()), 4, '-');
  part(static_cast<unsigned>(date.month()), 2, '-');
  part(static_cast<unsigned>(date.day()), 2, 'T');
  part(clock.hours().count(), 2, ':');
  part(clock.minutes().count(), 2, ':');
  part(clock.seconds().count(), 2, '.');
  part(clock.subseconds().count(), 3, 'Z');
}

}  // namespace switchroom::storage
