#pragma once
// Telephone numbers as addresses. Pure: any thread.

#include <optional>
#include <string>
#include <string_view>

namespace switchroom::connectors {

/// `+` and the digits of an international number (ITU-T E.164): 5 to 15 digits, the first not 0, `+` may be missing.
/// Empty for anything else, also for formatted numbers.
std::optional<std::string> e164(std::string_view digits);

/// As `e164`, after blanks, dots, dashes and brackets are taken out; `number` unchanged if that is no number.
std::string plain_number(std::string_view number);

/// `number` without a `+` in front of it.
constexpr std::string_view without_plus(std::string_view number) {
  return number.starts_with('+') ? number.substr(1) : number;
}

}  // namespace switchroom::connectors
