#pragma once
// What this build is called: SemVer, the same as in CMakeLists.txt (a test compares).

#include <string_view>

namespace switchroom::cli {

inline constexpr std::string_view version = "0.1.0";

}  // namespace switchroom::cli
