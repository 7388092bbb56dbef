#pragma once
// Numbers where a provider has numbers and a draft has any text. Pure: any thread.

#include <cstdint>
#include <string_view>

namespace switchroom::connectors {

/// The number whose decimal digits `text` is, if it is above 0 and below 2^`bits`; else one of 31 bits made of it, the
/// same each time.
std::uint64_t number_for(std::string_view text, unsigned bits);

}  // namespace switchroom::connectors
