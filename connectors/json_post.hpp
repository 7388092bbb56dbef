#pragma once
// The delivery that most providers make: JSON by POST. Pure: any thread.

#include <string>
#include <string_view>
#include <vector>

#include "connectors/request.hpp"

namespace switchroom::connectors {

/// A POST of `body` as application/json with `headers` besides.
OwnedRequest json_post(std::string_view path, std::string body, std::vector<OwnedRequest::Field> headers);

}  // namespace switchroom::connectors
