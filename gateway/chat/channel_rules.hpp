#pragma once
// What a channel of kind `webchat` is set to. Pure: any thread.

#include <cstdint>
#include <string_view>

#include "config/vocabulary/error.hpp"
#include "connectors/connector.hpp"

namespace switchroom::chat {

/// Whether a page of `origin` (the Origin header; empty: none) may use a channel with these settings; `self` among its
/// `allowed_origins` is the server behind `host` (the Host header). Scheme, host and port count, without regard to
/// case.
bool allows_origin(const connectors::Credentials& settings, std::string_view origin, std::string_view host);

/// Messages that one visitor may send in a minute, 1–6000; 30 if the setting says nothing understandable.
std::uint32_t messages_per_minute(const connectors::Credentials& settings);

/// Whether only known users may write.
bool enforces_identity(const connectors::Credentials& settings);

}  // namespace switchroom::chat
