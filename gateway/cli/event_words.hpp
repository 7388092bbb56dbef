#pragma once
// An event of ours in one line of words, for `switchroom tail`. Pure; any thread.

#include <string>
#include <string_view>

namespace switchroom::cli {

/// `2026-01-02T03:04:05.678Z  assignment.started  t0-1  agent ann, group billing`: time, type, subject, and the members
/// of `data` that are short texts or numbers worth a look. Text from outside is made harmless. What is no event is
/// shown in quotes.
std::string event_in_words(std::string_view json);

}  // namespace switchroom::cli
