#pragma once
// What a provider that a map describes would send. Pure: any thread.

#include "connectors/connector.hpp"
#include "connectors/mapped_map.hpp"

namespace switchroom::connectors {

/// An unsigned POST with `draft` as the map's first case of a message would find it: texts at their first pointer,
/// conditions fulfilled. What the map joins or translates from several places stays out.
OwnedRequest composed_by_map(const MappedMap& map, const Draft& draft);

}  // namespace switchroom::connectors
