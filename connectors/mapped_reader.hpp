#pragma once
// Runs a map over the body of a request. Pure: any thread.

#include "connectors/connector.hpp"
#include "connectors/mapped_map.hpp"

namespace switchroom::connectors {

/// The messages of all cases of `map`, case by case. An item that can't be read is lost alone. Error: nothing could be
/// read.
Result<Delivery> read_by_map(const MappedMap& map, const Request& request);

}  // namespace switchroom::connectors
