#include "connectors/replies/aws_signature.hpp"

#include <algorithm>
#include <map>

#include "connectors/base64.hpp"
#include "connectors/iso_time.hpp"
#include "connectors/replies/replies.hpp"
#include "connectors/signature.hpp"

namespace switchroom::replies {
namespace {

using connectors::Encoding;
using connectors::Hash;

/// `20260131T081530Z`
std::string basic_time(std::int64_t ms) {
  std::string time = connectors::iso_time_of_ms(ms).substr(0, 19);
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  return time + 'Z';
}

std::string host_of(std::string_view server) { return std::string{server.substr(server.find("//") + 2)}; }

std::string keyed(std::string_view key, std::string_view text) {
  return connectors::bytes_of_hex(connectors::hmac(Hash::sha256, Encoding::hex, key, text)).value_or("");
}

/// Lower-case names in their order, each with its value.
std::map<std::string, std::string> signed_headers(const Posting& posting) {
  std::map<std::string, std::string> headers{{"host", host_of(posting.server)}};
  for (const connectors::OwnedRequest::Field& field : posting.request.headers) {
    std::string name = field.name;
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    headers.emplace(std::move(name), field.value);
  }
  return headers;
}

}  // namespace

Result<AwsScope> aws_scope_of(const connectors::Credentials& credentials, std::string_view service,
                              std::string_view kind) {
  Result<std::string> id = needed(credentials, "access_key_id", kind);
  if (!id) return std::unexpected(id.error());
  Result<std::string> secret = needed(credentials, "secret_access_key", kind);
  if (!secret) return std::unexpected(secret.error());
  Result<std::string> region = needed(credentials, "region", kind);
  if (!region) return std::unexpected(region.error());
  return AwsScope{*std::move(id), *std::move(secret), *std::move(region), service};
}

void sign_for_aws(const AwsScope& scope, std::int64_t now_ms, Posting& posting) {
  const std::string time = basic_time(now_ms);
  const std::string day = time.substr(0, 8);
  posting.request.headers.push_back({"X-Amz-Date", time});
  std::string canonical = posting.request.method + '\n' + posting.request.path + "\n\n";
  std::string names;
  for (const auto& [name, value] : signed_headers(posting)) {
    canonical.append(name).append(":").append(value).append("\n");
    names.append(names.empty() ? "" : ";").append(name);
  }
  canonical += '\n' + names + '\n' + connectors::sha256_hex(posting.request.body);
  const std::string where = day + '/' + scope.region + '/' + std::string{scope.service} + "/aws4_request";
  const std::string text = "AWS4-HMAC-SHA256\n" + time + '\n' + where + '\n' + connectors::sha256_hex(canonical);
  const std::string key =
      keyed(keyed(keyed(keyed("AWS4" + scope.secret_access_key, day), scope.region), scope.service), "aws4_request");
  posting.request.headers.push_back({"Authorization", "AWS4-HMAC-SHA256 Credential=" + scope.access_key_id + '/' +
                                                          where + ", SignedHeaders=" + names + ", Signature=" +
                                                          connectors::hmac(Hash::sha256, Encoding::hex, key, text)});
}

}  // namespace switchroom::replies
