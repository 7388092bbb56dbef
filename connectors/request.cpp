#include "connectors/request.hpp"

namespace switchroom::connectors {
namespace {

constexpr char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter; }

bool same_name(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) return false;
  int difference = 0;  // summed up, not broken off: so the compiler compares 16 letters at a time
  for (std::size_t i = 0; i < left.size(); ++i) difference |= lower(left[i]) ^ lower(right[i]);
  return difference == 0;
}

}  // namespace

std::optional<std::string_view> Request::header(std::string_view name) const {
  std::optional<std::string_view> value;
  for (const Header& field : headers) {
    if (!same_name(field.name, name)) continue;
    if (value) return std::nullopt;  // which of two was signed? nobody can know
    value = field.value;
  }
  return value;
}

std::vector<Header> headers_of(const OwnedRequest& request) {
  std::vector<Header> headers;
  headers.reserve(request.headers.size());
  for (const OwnedRequest::Field& field : request.headers) headers.push_back({field.name, field.value});
  return headers;
}

Request view_of(const OwnedRequest& request, std::span<const Header> headers) {
  return {
      .method = request.method, .path = request.path, .query = request.query, .headers = headers, .body = request.body};
}

}  // namespace switchroom::connectors
