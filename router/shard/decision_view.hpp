#pragma once
// A stored decision in names instead of numbers. Pure; any thread.

#include <string>
#include <vector>

#include "config/workspace/numbering.hpp"
#include "router/shard/views.hpp"
#include "storage/records/decision.hpp"

namespace switchroom::shard {

/// What a decision says, by the names that `names` knows; a number that it does not know has an empty name.
DecisionView decision_view(const workspace::Numbering& names, const storage::Decision& decision);

/// `refund>=3`, for each need.
std::vector<std::string> needs_words(const workspace::Numbering& names, const std::vector<workspace::SkillNeed>& needs);

}  // namespace switchroom::shard
