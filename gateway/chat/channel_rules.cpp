#include "gateway/chat/channel_rules.hpp"

#include <algorithm>
#include <charconv>

namespace switchroom::chat {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(std::string_view left, std::string_view right) { return std::ranges::equal(left, right, {}, lower, lower); }

bool is_own(std::string_view origin, std::string_view host) {
  for (const std::string_view scheme : {"http://", "https://"})
    if (origin.starts_with(scheme) && same(origin.substr(scheme.size()), host)) return !host.empty();
  return false;
}

}  // namespace

bool allows_origin(const connectors::Credentials& settings, std::string_view origin, std::string_view host) {
  if (origin.empty()) return false;
  return std::ranges::any_of(settings.values("allowed_origins"), [&](const std::string& allowed) {
    return allowed == "self" ? is_own(origin, host) : same(allowed, origin);
  });
}

std::uint32_t messages_per_minute(const connectors::Credentials& settings) {
  constexpr std::uint32_t standard = 30, most = 6000;
  const std::string_view text = settings.value("messages_per_minute");
  std::uint32_t count = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), count);
  const bool is_right = failure == std::errc{} && end == text.data() + text.size() && count > 0 && count <= most;
  return is_right ? count : standard;
}

bool enforces_identity(const connectors::Credentials& settings) { return settings.value("enforce_identity") == "true"; }

}  // namespace switchroom::chat
