#include "gateway/api/routes.hpp"

#include <array>
#include <utility>

#include "gateway/api/percent.hpp"

namespace switchroom::api {
namespace {

constexpr Roles everyone{.admin = true, .supervisor = true, .agent = true};
constexpr Roles leaders{.admin = true, .supervisor = true, .agent = false};
constexpr Roles admins{.admin = true, .supervisor = false, .agent = false};

constexpr std::size_t action_bytes_max = 16 * 1024;
constexpr std::size_t reply_bytes_max = 64 * 1024;
constexpr std::size_t document_bytes_max = 8 * 1024 * 1024;

constexpr std::array<Route, 26> routes{{
    {"PUT", "/v1/agents/{agent}/status", everyone, true, action_bytes_max, set_status},
    {"POST", "/v1/agents/{agent}/presence", everyone, true, action_bytes_max, tell_presence},
    {"POST", "/v1/agents/{agent}/logout", leaders, false, action_bytes_max, log_out},
    {"GET", "/v1/agents/{agent}/tickets", everyone, true, 0, list_tickets_of_agent},
    {"GET", "/v1/tickets/{ticket}", everyone, false, 0, show_ticket},
    {"GET", "/v1/tickets/{ticket}/decisions", everyone, false, 0, show_decisions},
    {"POST", "/v1/tickets/{ticket}/close", everyone, false, action_bytes_max, close_ticket},
    {"POST", "/v1/tickets/{ticket}/actions/{action}", everyone, false, action_bytes_max, act_on_ticket},
    {"POST", "/v1/tickets/{ticket}/replies", everyone, false, reply_bytes_max, reply_to_customer},
    {"POST", "/v1/tickets/{ticket}/typing", everyone, false, 0, tell_typing},
    {"GET", "/v1/files/{sha256}", everyone, false, 0, show_file},
    {"GET", "/v1/groups", leaders, false, 0, list_groups},
    {"GET", "/v1/customers", everyone, false, 0, find_customer},
    {"PUT", "/v1/customers", leaders, false, action_bytes_max, set_customer},
    {"GET", "/v1/configuration", leaders, false, 0, show_configuration},
    {"PUT", "/v1/configuration", admins, false, document_bytes_max, apply_configuration},
    {"GET", "/v1/configuration/versions", leaders, false, 0, list_versions},
    {"GET", "/v1/configuration/versions/{version}", leaders, false, 0, show_version},
    {"GET", "/v1/configuration/versions/{version}/difference", leaders, false, 0, compare_version},
    {"POST", "/v1/configuration/versions/{version}/rollback", admins, false, 0, roll_back},
    {"GET", "/v1/configuration/draft", leaders, false, 0, show_draft},
    {"PUT", "/v1/configuration/draft", admins, false, document_bytes_max, save_draft},
    {"DELETE", "/v1/configuration/draft", admins, false, 0, discard_draft},
    {"GET", "/v1/configuration/draft/difference", leaders, false, 0, compare_draft},
    {"POST", "/v1/configuration/draft/apply", admins, false, 0, apply_draft},
    {"GET", "/v1/actions/{key}", everyone, false, 0, show_outcome},
}};

/// Cuts the first segment off a path that begins with a slash.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

/// The arguments of `path` if it fits `pattern`.
std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path) {
  std::vector<std::string> arguments;
  while (pattern.starts_with('/') && path.starts_with('/')) {
    const std::string_view wanted = take_segment(pattern);
    auto found = percent_decoded(take_segment(path));
    if (!found || found->empty()) return std::nullopt;
    if (wanted.starts_with('{'))
      arguments.push_back(std::move(*found));
    else if (wanted != *found)
      return std::nullopt;
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return arguments;
}

}  // namespace

bool Roles::has(Role role) const {
  switch (role) {
    case Role::admin:
      return admin;
    case Role::supervisor:
      return supervisor;
    case Role::agent:
      return agent;
  }
  return false;
}

std::span<const Route> all_routes() { return routes; }

Result<Match> find_route(std::string_view method, std::string_view path) {
  std::string methods;
  for (const Route& route : routes) {
    auto arguments = match(route.pattern, path);
    if (!arguments) continue;
    if (route.method == method) return Match{&route, std::move(*arguments)};
    methods += (methods.empty() ? "" : ", ") + std::string{route.method};
  }
  if (methods.empty()) return std::unexpected(Error{Fault::not_found, "path", "", "a path of /v1/openapi.json"});
  return std::unexpected(Error{Fault::method_not_allowed, "method", std::string{method}, methods});
}

}  // namespace switchroom::api
