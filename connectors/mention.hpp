#pragma once
// Mentions inside a text, as LINE tells them. Pure: any thread.

#include <cstdint>
#include <string>
#include <vector>

namespace switchroom::connectors {

/// A piece of a text, in UTF-16 units.
struct Mention {
  std::int64_t begin = 0;
  std::int64_t length = 0;
};

/// Takes those pieces out of valid UTF-8, each with the blanks behind it, and the blanks around what is left. Pieces
/// that overlap or reach beyond the end are cut, those that begin before the text are passed over. A text without
/// mentions stays as it is.
void take_mentions_out(std::vector<Mention> mentions, std::string& text);

}  // namespace switchroom::connectors
