#pragma once
// What other rules would have changed, in words for a person and as JSON. Pure; any thread.

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>

#include "router/whatif/comparison.hpp"

namespace switchroom::cli {

/// Both courses and what is needed to tell of them.
struct WhatIf {
  const whatif::Recording& recording;
  const whatif::Course& before;
  const whatif::Course& after;
  const whatif::Comparison& comparison;
  const workspace::Numbering& names;  ///< knows every name of either set of rules
  std::string file;                   ///< of the other rules
  std::uint32_t shard = 0;
  std::size_t examples = 5;  ///< at most
  Instant asked_since{};     ///< the beginning that was asked for
  std::int64_t folding_ms = 0;
};

boost::json::object what_if_document(const WhatIf& told);
std::string what_if_in_words(const WhatIf& told);

}  // namespace switchroom::cli
