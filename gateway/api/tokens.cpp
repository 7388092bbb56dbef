#include "gateway/api/tokens.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <boost/json.hpp>

namespace switchroom::api {
namespace {

constexpr std::string_view prefix = "sw_";
constexpr std::size_t token_size = 3 + 43;
constexpr std::string_view base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

Error no_record(std::string_view what) {
  return {Fault::internal, "token record", std::string{what}, "a record made by `switchroom token`"};
}

bool equal_without_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string text_of(const boost::json::object& object, std::string_view name) {
  const boost::json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string{value->as_string()} : std::string{};
}

}  // namespace

std::string make_token(const std::array<unsigned char, 32>& random) {
  std::string token{prefix};
  unsigned bits = 0;
  unsigned held = 0;
  for (const unsigned char byte : random) {
    held = (held << 8U) | byte;
    for (bits += 8; bits >= 6; bits -= 6) token += base64url[(held >> (bits - 6)) & 63U];
  }
  return token += base64url[(held << (6 - bits)) & 63U];
}

bool looks_like_token(std::string_view text) {
  return text.size() == token_size && text.starts_with(prefix) &&
         text.find_first_not_of(base64url, prefix.size()) == std::string_view::npos;
}

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  std::string hex;
  for (const unsigned char byte : digest) {
    hex += "0123456789abcdef"[byte >> 4U];
    hex += "0123456789abcdef"[byte & 15U];
  }
  return hex;
}

std::string to_json(const TokenRecord& record) {
  return boost::json::serialize(boost::json::object{{"workspace", record.workspace},
                                                    {"role", word_of(role_names, record.role)},
                                                    {"agent", record.agent},
                                                    {"label", record.label},
                                                    {"created_ms", record.created_ms}});
}

Result<TokenRecord> token_record_of(std::string_view json) {
  boost::system::error_code failure;
  const boost::json::value value = boost::json::parse(json, failure);
  if (failure || !value.is_object()) return std::unexpected(no_record("no JSON object"));
  const boost::json::object& object = value.get_object();
  const auto role = from_word<Role>(role_names, text_of(object, "role"));
  if (!role) return std::unexpected(no_record("an unknown role"));
  TokenRecord record{text_of(object, "workspace"), *role, text_of(object, "agent"), text_of(object, "label"), 0};
  if (record.workspace.empty()) return std::unexpected(no_record("no workspace"));
  if (const auto* created = object.if_contains("created_ms"); created != nullptr && created->is_int64())
    record.created_ms = created->get_int64();
  return record;
}

Result<std::string_view> bearer_token(std::optional<std::string_view> authorization) {
  constexpr std::string_view expected = "`Bearer sw_…`";
  const auto refuse = [&](const char* found) {
    return std::unexpected(Error{Fault::unauthenticated, "Authorization", found, std::string{expected}});
  };
  if (!authorization) return refuse("no such header, or two");
  const std::size_t blank = authorization->find(' ');
  if (blank == std::string_view::npos || !equal_without_case(authorization->substr(0, blank), "bearer"))
    return refuse("another scheme");
  const std::string_view token =
      authorization->substr(std::min(authorization->find_first_not_of(' ', blank), authorization->size()));
  if (!looks_like_token(token)) return refuse("something that is no token");
  return token;
}

}  // namespace switchroom::api
