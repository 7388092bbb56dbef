#pragma once
// "Did you mean …?": the known name that is nearest to a mistyped one. Pure: any thread.

#include <span>
#include <string>
#include <string_view>

namespace switchroom::workspace {

/// The first of `known` with the fewest insertions, deletions, replacements and swaps of neighbours to `wanted`; empty
/// if that is more than a third of its letters or three. Looks at no more than 10,000 names of up to 64 bytes, so it is
/// always quick.
std::string_view nearest_name(std::string_view wanted, std::span<const std::string_view> known);

/// `; the nearest is "refund"` to end an explanation with, or empty text if no name is near.
std::string nearest_hint(std::string_view wanted, std::span<const std::string_view> known);

}  // namespace switchroom::workspace
