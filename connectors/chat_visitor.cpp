#include "connectors/chat_visitor.hpp"

#include <array>

#include "connectors/base64.hpp"
#include "connectors/json_reader.hpp"
#include "connectors/jwt.hpp"
#include "connectors/replay_window.hpp"
#include "connectors/signature.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::size_t user_bytes_max = 256;
constexpr ReplayWindow token_life{.past_s = 180 * 86'400, .future_s = 300};
constexpr std::int64_t leeway_s = 60;
constexpr std::string_view purpose = "webchat visitor\n";  // so that no other signature of this secret is a token

std::string base64url_of(std::string_view bytes) {
  std::string text = base64_of(bytes);
  while (text.ends_with('=')) text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

std::unexpected<Error> not_ours() { return forged("token", "another text", "a token of this channel"); }
std::unexpected<Error> unproven() {
  return forged("user", "no proof", "the HMAC of the id, or a token that is not over, by one of identity_secrets");
}

Result<std::string> user_of_jwt(std::string_view text, std::span<const std::string> secrets, Instant now) {
  static constexpr std::array allowed{Hash::sha256};
  const std::optional<Jwt> token = read_jwt(text);
  if (!token || !is_signed(*token, allowed, secrets)) return unproven();
  JsonReader::Document claims{token->claims};
  const JsonReader root = claims.root();
  const std::int64_t ends = root.at("exp").integer();
  std::string user{root.at("user_id").text()};
  if (claims.take_error() || ends + leeway_s < ms_of(now) / 1000) return unproven();
  return user;
}

}  // namespace

std::string visitor_token(std::string_view channel, const Visitor& visitor, std::string_view secret) {
  std::string token = std::to_string(visitor.issued_s) + '.' + base64url_of(visitor.address);
  const std::string bytes = std::string{purpose} + std::string{channel} + '\n' + token;
  return token + '.' + hmac(Hash::sha256, Encoding::base64url, secret, bytes);
}

Result<Visitor> read_visitor_token(std::string_view token, std::string_view channel,
                                   std::span<const std::string> secrets, Instant now) {
  const std::size_t first = token.find('.'), last = token.rfind('.');
  if (first == token.npos || first == last || token.size() > 4 * user_bytes_max) return not_ours();
  if (!is_hmac(Hash::sha256, Encoding::base64url, secrets, {purpose, channel, "\n", token.substr(0, last)},
               token.substr(last + 1)))
    return not_ours();
  const std::optional<std::int64_t> issued = whole_number(token.substr(0, first));
  std::optional<std::string> address = bytes_of_base64url(token.substr(first + 1, last - first - 1));
  if (!issued || !address) return not_ours();
  if (const Result<void> fresh = check_age("token", *issued, now, token_life); !fresh)
    return std::unexpected(fresh.error());
  return Visitor{*std::move(address), *issued};
}

Result<std::string> proven_user(const IdentityClaim& claim, std::span<const std::string> secrets, Instant now) {
  Result<std::string> user = std::string{claim.id};
  if (!claim.jwt.empty())
    user = user_of_jwt(claim.jwt, secrets, now);
  else if (!is_hmac(Hash::sha256, Encoding::hex, secrets, claim.id, claim.hash))
    return unproven();
  if (user && (user->empty() || user->size() > user_bytes_max)) return unproven();
  return user;
}

std::string_view channel_in(std::string_view path) {
  const std::size_t last = path.rfind('/');
  if (last == path.npos || last == 0) return {};
  const std::size_t before = path.rfind('/', last - 1);
  return before == path.npos ? std::string_view{} : path.substr(before + 1);
}

}  // namespace switchroom::connectors
