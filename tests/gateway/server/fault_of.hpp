#pragma once
// For expectations: the fault of a result.

#include <optional>

#include "config/vocabulary/error.hpp"

namespace switchroom::server {

/// Empty if all is well.
template <class Value>
std::optional<Fault> fault_of(const Result<Value>& result) {
  return result ? std::nullopt : std::optional{result.error().fault};
}

}  // namespace switchroom::server
