#include "gateway/outbound/allowed_host.hpp"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <cctype>

namespace switchroom::outbound {
namespace {

std::string lower(std::string_view text) {
  std::string folded{text};
  std::ranges::transform(folded, folded.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return folded;
}

std::string_view take_label(std::string_view& name) {
  const std::size_t dot = name.find('.');
  const std::string_view label = name.substr(0, dot);
  name.remove_prefix(dot == std::string_view::npos ? name.size() : dot + 1);
  return label;
}

bool fits(std::string_view host, std::string_view pattern) {
  while (!host.empty() && !pattern.empty()) {
    const std::string_view label = take_label(host), wanted = take_label(pattern);
    if (label.empty() || (wanted != "*" && wanted != label)) return false;
  }
  return host.empty() && pattern.empty();
}

}  // namespace

std::optional<Target> allowed_target(std::string_view url, std::span<const std::string_view> hosts) {
  const auto parsed = boost::urls::parse_uri({url.data(), url.size()});
  if (!parsed || parsed->scheme() != "https" || parsed->has_userinfo() || parsed->has_fragment() || parsed->has_port())
    return std::nullopt;
  if (parsed->host_type() != boost::urls::host_type::name) return std::nullopt;
  const std::string host = lower(parsed->host_name());
  if (host.ends_with('.') || std::ranges::none_of(hosts, [&](std::string_view one) { return fits(host, one); }))
    return std::nullopt;
  std::string path{parsed->encoded_path().data(), parsed->encoded_path().size()};
  if (path.empty()) path = "/";
  if (parsed->has_query()) path += "?" + std::string{parsed->encoded_query().data(), parsed->encoded_query().size()};
  return Target{"https://" + host, std::move(path)};
}

}  // namespace switchroom::outbound
