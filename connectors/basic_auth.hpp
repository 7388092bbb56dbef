#pragma once
// HTTP's Basic authentication (RFC 7617), where a provider sends what was written into the URL. Pure: any thread.

#include <string>
#include <string_view>

#include "config/vocabulary/error.hpp"
#include "connectors/connector.hpp"

namespace switchroom::connectors {

/// Whether the request carries one of the values of `basic_user` with one of `basic_password`, in constant time. The
/// user's name ends at the first colon; a password may hold more. Error: `forged_signature`.
Result<void> verify_basic(const Request& request, const Credentials& credentials);

/// The value of the Authorization header for the first user and password.
std::string basic_authorization(const Credentials& credentials);

}  // namespace switchroom::connectors
