#pragma once
// Who writes in a web chat: tokens of visitors, and proofs of who a known user is. Pure: time and randomness are
// arguments; any thread.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/instant.hpp"

namespace switchroom::connectors {

/// In front of the address of an anonymous visitor (then 128 random bits in hex), and of a known user (then his id).
inline constexpr std::string_view anonymous_prefix = "v:";
inline constexpr std::string_view known_prefix = "u:";

/// Who holds a token.
struct Visitor {
  std::string address;        ///< `v:…` or `u:…`
  std::int64_t issued_s = 0;  ///< seconds since 1970
};

/// `<issued>.<address in base64url>.<HMAC-SHA256 in base64url>`. Opaque to the page; good for `channel`
/// (`<workspace>/<channel>`) alone.
std::string visitor_token(std::string_view channel, const Visitor& visitor, std::string_view secret);

/// The holder of a token that one of `secrets` signed for `channel`, at most 180 days ago. Error `forged_signature`:
/// any other text; it holds nothing of the token.
Result<Visitor> read_visitor_token(std::string_view token, std::string_view channel,
                                   std::span<const std::string> secrets, Instant now);

/// What a page says of its user. Views into the caller's text.
struct IdentityClaim {
  std::string_view id;    ///< as the site knows him; its bytes count as they are
  std::string_view hash;  ///< hex HMAC-SHA256 of `id`
  std::string_view jwt;   ///< in the place of both: HS256 with `user_id` and `exp`
};

/// The user's id, 1–256 bytes, if one of `secrets` signed the claim. A JWT must say when it ends (60 s of leeway); a
/// hash never ends. Error `forged_signature`: anything else; it holds nothing of the claim.
Result<std::string> proven_user(const IdentityClaim& claim, std::span<const std::string> secrets, Instant now);

/// `<workspace>/<channel>` of a path that ends so; empty for a path of fewer than three parts.
std::string_view channel_in(std::string_view path);

}  // namespace switchroom::connectors
