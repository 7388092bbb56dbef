#pragma once
// W3C Trace Context's `traceparent` header. Pure; any thread.

#include <string_view>

#include "storage/records/frame.hpp"

namespace switchroom::webhooks {

/// The trace that a request belongs to. None for an empty or malformed header: the standard says to go on without.
/// Source: "Trace Context", W3C Recommendation, section 3.2.
storage::TraceContext read_traceparent(std::string_view header);

}  // namespace switchroom::webhooks
