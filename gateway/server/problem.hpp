#pragma once
// Errors as RFC 9457 problem documents, made from the table of faults. Pure: any thread.

#include <string_view>

#include "config/vocabulary/error.hpp"
#include "gateway/server/handler.hpp"

namespace switchroom::server {

/// The answer for an error: `application/problem+json` with type (a place in our own `/docs/errors`), title, status,
/// detail, request_id and remedy. Adds Retry-After to 503 and WWW-Authenticate to 401. A fault that is never an HTTP
/// answer, or would be 2xx, becomes a 500.
Reply problem(const Error& error, std::string_view request_id);

/// Appends `text` as a JSON string with its quotes. Text that is not UTF-8 keeps its ASCII, the rest becomes `?`.
void append_json_string(std::string& out, std::string_view text);

}  // namespace switchroom::server
