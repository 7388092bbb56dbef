#include "connectors/public_url.hpp"

#include <algorithm>
#include <utility>

namespace switchroom::connectors {

std::array<std::string, 2> base_urls(std::string_view base) {
  while (base.ends_with('/')) base.remove_suffix(1);
  const std::size_t scheme_end = base.find("://");
  const std::size_t host = scheme_end == base.npos ? 0 : scheme_end + 3;
  const std::size_t host_end = std::min(base.find('/', host), base.size());
  const std::string_view authority = base.substr(host, host_end - host);
  const std::size_t colon = authority.rfind(':');
  const bool has_port = colon != authority.npos && authority.find_first_of("]@", colon) == authority.npos;
  std::string other{base};
  if (has_port)
    other.erase(host + colon, authority.size() - colon);
  else
    other.insert(host_end, base.starts_with("http://") ? ":80" : ":443");
  return {std::string{base}, std::move(other)};
}

std::string public_url_without_query(const Request& request, const Credentials& credentials) {
  std::string_view base = credentials.value("public_base_url");
  while (base.ends_with('/')) base.remove_suffix(1);
  std::string url;
  url.reserve(base.size() + request.path.size() + request.query.size() + 1);
  url.append(base).append(request.path);
  return url;
}

std::string public_url(const Request& request, const Credentials& credentials) {
  std::string url = public_url_without_query(request, credentials);
  if (!request.query.empty()) url.append("?").append(request.query);
  return url;
}

}  // namespace switchroom::connectors
