#pragma once
// Whether what was told is what was expected. Pure; any thread.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "router/scenario/scenario.hpp"

namespace switchroom::scenario {

/// `not …`, `now …`, `nothing`, or a line that must be told. Empty: no line of `Telling` begins like that, which is
/// told as `expected`.
std::optional<Expectation> expectation_of(std::string_view text);

/// Whether a told line says what was expected: it begins with the first part (up to `; `), and each further part stands
/// in it behind a `; ` or a `, `. Parts end with a word.
bool says(std::string_view told, std::string_view expected);

/// The line that has most words in common with `expected`; empty if none shares more than its subject.
std::string nearest_line(std::string_view expected, std::span<const std::string> told);

}  // namespace switchroom::scenario
