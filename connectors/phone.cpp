#include "connectors/phone.hpp"

#include <algorithm>
#include <utility>

namespace switchroom::connectors {

std::optional<std::string> e164(std::string_view digits) {
  if (digits.starts_with('+')) digits.remove_prefix(1);
  if (digits.size() < 5 || digits.size() > 15 || digits.front() == '0') return std::nullopt;
  if (!std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  std::string number;
  number.reserve(digits.size() + 1);
  number += '+';
  number += digits;
  return number;
}

std::string plain_number(std::string_view number) {
  constexpr std::string_view decoration = " .-()/";
  if (std::optional<std::string> plain = e164(number)) return *std::move(plain);
  std::string digits{number};
  std::erase_if(digits, [&](char c) { return decoration.contains(c); });
  return e164(digits).value_or(std::string{number});
}

}  // namespace switchroom::connectors
