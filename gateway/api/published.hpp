#pragma once
// Documents that the server shows to anyone: the descriptions of the API and of the events, and the table of faults to
// which every problem document points. Constant: any thread.

#include <optional>
#include <string>
#include <string_view>

#include "gateway/server/handler.hpp"

namespace switchroom::api {

/// `/v1/openapi.json`, `/v1/asyncapi.json` with its `/v1/schemas/…`, or `/docs/errors`; empty for every other path.
std::optional<server::Reply> published(std::string_view path);

/// docs/errors.md: every fault with its status and what to do, made from the table of faults.
std::string errors_document();

}  // namespace switchroom::api
