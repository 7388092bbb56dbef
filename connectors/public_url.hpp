#pragma once
// The URL that was typed in at the provider, as far as signatures cover it. Neither Host nor X-Forwarded-* decides it:
// the base is configuration; path and query are those received. Pure: any thread.

#include <array>
#include <string>
#include <string_view>

#include "connectors/connector.hpp"

namespace switchroom::connectors {

/// `base` without slashes at its end; and the same with its port left out or, if it has none, filled in (80 or 443),
/// for providers that are not consistent.
std::array<std::string, 2> base_urls(std::string_view base);

/// The setting `public_base_url` without slashes at its end, then the request's path.
std::string public_url_without_query(const Request& request, const Credentials& credentials);

/// As above, with `?` and the query if there is one.
std::string public_url(const Request& request, const Credentials& credentials);

}  // namespace switchroom::connectors
