#include "connectors/public_url.hpp"

namespace switchroom::connectors {

std::string public_url_without_query(const Request& request, const Credentials& credentials) {
  std::string_view base = credentials.value("public_base_url");
  while (base.ends_with('/')) base.remove_suffix(1);
  std::string url;
  url.reserve(base.size() + request.path.size() + request.query.size() + 1);
  return url.append(base).append(request.path);
}

std::string public_url(const Request& request, const Credentials& credentials) {
  std::string url = public_url_without_query(request, credentials);
  if (!request.query.empty()) url.append("?").append(request.query);
  return url;
}

}  // namespace switchroom::connectors
