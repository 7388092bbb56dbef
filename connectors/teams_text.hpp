#pragma once
// The text of a Teams activity: mentions as `<at>Name</at>`, the rest with HTML's character references. Pure: any
// thread.

#include <string>
#include <string_view>

namespace switchroom::connectors {

/// Makes `plain` of `text` as a person reads it: without the mentions of `own_name` (if that is empty: without those of
/// the name that is mentioned first), other mentions as their names, character references decoded, no-break spaces as
/// blanks, and no blanks around it.
void read_teams_text(std::string_view text, std::string_view own_name, std::string& plain);

}  // namespace switchroom::connectors
