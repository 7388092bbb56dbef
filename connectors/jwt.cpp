#include "connectors/jwt.hpp"

#include <array>
#include <utility>

#include "connectors/base64.hpp"
#include "connectors/json_reader.hpp"
#include "connectors/public_key.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array algorithms{std::pair{"HS256", Hash::sha256}, std::pair{"HS384", Hash::sha384},
                                std::pair{"HS512", Hash::sha512}};

std::string base64url_of(std::string_view bytes) {
  std::string text = base64_of(bytes);
  while (text.ends_with('=')) text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

}  // namespace

std::optional<Jwt> read_jwt(std::string_view token) {
  const std::size_t first = token.find('.');
  const std::size_t second = first == token.npos ? token.npos : token.find('.', first + 1);
  if (second == token.npos) return std::nullopt;
  const std::optional<std::string> header = bytes_of_base64url(token.substr(0, first));
  std::optional<std::string> claims = bytes_of_base64url(token.substr(first + 1, second - first - 1));
  if (!header || !claims) return std::nullopt;
  JsonReader::Document document{*header};
  const JsonReader root = document.root();
  const std::string_view algorithm = root.at("alg").text();
  if (document.take_error() || root.find("crit")) return std::nullopt;
  return Jwt{std::string{algorithm}, *std::move(claims), token.substr(0, second), token.substr(second + 1)};
}

bool is_signed(const Jwt& token, std::span<const Hash> allowed, std::span<const std::string> secrets) {
  for (const auto& [name, hash] : algorithms) {
    if (token.algorithm != name) continue;
    for (const Hash one : allowed)
      if (one == hash) return is_hmac(hash, Encoding::base64url, secrets, token.signed_part, token.signature);
  }
  return false;
}

std::string signed_jwt(std::string_view claims, std::string_view secret) {
  std::string token = base64url_of(R"({"alg":"HS256","typ":"JWT"})") + '.' + base64url_of(claims);
  return token + '.' + hmac(Hash::sha256, Encoding::base64url, secret, token);
}

std::optional<std::string> jwt_by_rsa(std::string_view claims, std::string_view private_key) {
  const std::string token = base64url_of(R"({"alg":"RS256","typ":"JWT"})") + '.' + base64url_of(claims);
  const std::optional<std::string> signature = signature_by(private_key, KeyHash::sha256, token);
  if (!signature) return std::nullopt;
  return token + '.' + base64url_of(*signature);
}

}  // namespace switchroom::connectors
