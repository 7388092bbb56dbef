#pragma once
// What a write says that it follows, by If-Match and If-None-Match, and the answer when something else was there first.
// The serving thread.

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

#include "gateway/api/exchange.hpp"
#include "router/shard/action.hpp"

namespace switchroom::api {

/// Empty: any.
using ExpectedVersion = std::optional<std::uint64_t>;

/// `"7"` (an entity tag as GET gives it), `7`, or `*` for whatever is there. Error `malformed_request`.
Result<ExpectedVersion> version_of_tag(std::string_view tag);

/// The version of the configuration that a request wants to follow: If-Match; `If-None-Match: *` for 0, none at all.
/// Error `malformed_request`: it means nothing here, or comes twice.
Result<ExpectedVersion> expected_configuration(const Exchange& exchange);

/// 409 to an outcome that was refused with `stale_version`, with who put in force what is there, and when.
boost::asio::awaitable<server::Reply> refuse_changed(const Exchange& exchange, const shard::Outcome& outcome);

}  // namespace switchroom::api
