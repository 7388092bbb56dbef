#pragma once
// One item of a delivery as a message, by one case of a map. Pure: any thread.

#include <optional>
#include <string_view>

#include "connectors/inbound_message.hpp"
#include "connectors/mapped_item.hpp"
#include "connectors/mapped_map.hpp"

namespace switchroom::connectors {

/// What is wrong with an item: the key of the map whose value it is, and what that should be.
struct Problem {
  std::string_view key;
  std::string_view expected;
};

/// What became of an item.
struct Filled {
  bool told = true;  ///< false: there is nothing to tell anyone
  std::optional<Problem> problem;
};

/// Whether all conditions of the case hold.
bool applies(const MappedCase& rule, const MappedItem& item);

/// Fills `message` with what `rule` finds in `item`.
Filled fill(const MappedCase& rule, const MappedItem& item, InboundMessage& message);

}  // namespace switchroom::connectors
