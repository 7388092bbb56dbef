#include "connectors/json_post.hpp"

#include <utility>

namespace switchroom::connectors {

OwnedRequest json_post(std::string_view path, std::string body, std::vector<OwnedRequest::Field> headers) {
  OwnedRequest request;
  request.method = "POST";
  request.path = path;
  request.body = std::move(body);
  request.headers = std::move(headers);
  request.headers.push_back({"Content-Type", "application/json"});
  return request;
}

}  // namespace switchroom::connectors
