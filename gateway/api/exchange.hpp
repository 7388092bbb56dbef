#pragma once
// One authenticated request on its way through a resource, and the shapes of its answers. The serving thread.

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/api/backend.hpp"
#include "gateway/api/tokens.hpp"
#include "gateway/server/handler.hpp"

namespace switchroom::api {

/// What a resource gets. Lives until the resource has answered.
struct Exchange {
  Backend& backend;
  const server::Call& call;
  TokenRecord token;
  std::vector<std::string> arguments;  ///< the path's variable segments, decoded, in order

  /// The token's workspace: the only one that this request can see.
  const std::string& workspace() const { return token.workspace; }
};

/// 200 (or `status`) with a JSON document.
server::Reply json_reply(const boost::json::value& document, int status = 200);

/// The problem document of an error (RFC 9457).
server::Reply refuse(const Exchange& exchange, const Error& error);

/// The same with one more member, such as the current state of what was to be changed.
server::Reply refuse_with(const Exchange& exchange, const Error& error, std::string_view member,
                          boost::json::value value);

/// Adds a header whose name is a literal.
void add_header(server::Reply& reply, std::string_view literal_name, std::string value);

/// A version as a strong entity tag: `"7"`.
std::string entity_tag(std::uint64_t version);

/// Whether the request has such a header, once or more often.
bool is_present(const Exchange& exchange, std::string_view name);

/// The decoded value of a query parameter; empty if it is missing or its encoding is broken.
std::optional<std::string> query_parameter(std::string_view query, std::string_view name);

}  // namespace switchroom::api
