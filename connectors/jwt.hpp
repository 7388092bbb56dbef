#pragma once
// JSON Web Tokens signed with a shared secret (RFC 7519, RFC 7515 compact form, HS256/384/512). Reading a token says
// nothing of its truth: only `is_signed` does, and which algorithms count is the caller's word, never the token's.
// Pure: any thread.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "connectors/signature.hpp"

namespace switchroom::connectors {

/// A token taken apart. Views into its text, which must outlive this.
struct Jwt {
  std::string algorithm;         ///< as its header says: `HS256`
  std::string claims;            ///< JSON, not yet to be believed
  std::string_view signed_part;  ///< header and claims as they were sent
  std::string_view signature;    ///< base64url
};

/// The parts of `token`. Empty for anything but three parts of base64url with a JSON object in front, and for tokens
/// that demand extensions (`crit`).
std::optional<Jwt> read_jwt(std::string_view token);

/// Whether one of `secrets` signed the token by one of `allowed` algorithms. Constant time, as `is_hmac`.
bool is_signed(const Jwt& token, std::span<const Hash> allowed, std::span<const std::string> secrets);

/// A token with these claims, a JSON object, signed by HS256.
std::string signed_jwt(std::string_view claims, std::string_view secret);

/// A token with these claims signed by RS256 under a private key in PEM; empty if that is none. About 1 ms.
std::optional<std::string> jwt_by_rsa(std::string_view claims, std::string_view private_key);

}  // namespace switchroom::connectors
