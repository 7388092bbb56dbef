#pragma once
// The channel kinds that this build knows. Constant tables: any thread.

#include <span>
#include <string_view>

#include "connectors/connector.hpp"

namespace switchroom::connectors {

/// All connectors, by kind in alphabetical order.
std::span<const Connector* const> all_connectors();

/// The connector of a kind; null if there is none.
const Connector* find_connector(std::string_view kind);

}  // namespace switchroom::connectors
