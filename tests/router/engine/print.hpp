#pragma once
// Inputs, effects and stored state as lines that tests compare and people read: the language of the stories, with
// numbers for names (agent a3, group g1, ticket t7).

#include <string>
#include <vector>

#include "router/engine/engine.hpp"

namespace switchroom::engine {

std::string print(const Explanation& why);
std::string print(const Effect& effect);
std::vector<std::string> print(const Effects& effects);
/// `at 12.5s close t3`; a configuration is several lines. `since` is the story's 0s.
std::string print(const Input& input, Instant at, Instant since);
std::string print(const OpenTicket& ticket);
std::string print(const AgentState& agent);
std::string print(const GroupState& group);

}  // namespace switchroom::engine
