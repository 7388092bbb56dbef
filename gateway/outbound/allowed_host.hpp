#pragma once
// Where the gateway may fetch from because a provider's message says so. Source: OWASP, "Server Side Request Forgery
// Prevention": an allow-list of whole host names, https only. Pure: any thread.

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace switchroom::outbound {

/// An address taken apart.
struct Target {
  std::string server;  ///< `https://host`
  std::string path;    ///< `/…`, with the query
};

/// The parts of `url` if it is https, without user, port or fragment, and its host is one of `hosts`; `*.` in front of
/// one stands for any one label (`sns.*.amazonaws.com`: a label in the middle). Empty: not allowed.
std::optional<Target> allowed_target(std::string_view url, std::span<const std::string_view> hosts);

}  // namespace switchroom::outbound
