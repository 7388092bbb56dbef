#pragma once
// Effects as lines that tests compare and print.

#include <string>
#include <vector>

#include "router/engine/effect.hpp"

namespace switchroom::engine {

std::string print(const Explanation& why);
std::string print(const Effect& effect);
std::vector<std::string> print(const Effects& effects);

}  // namespace switchroom::engine
