#include "connectors/mapped_keys.hpp"

#include <algorithm>

#include "connectors/base64.hpp"
#include "connectors/ed25519.hpp"
#include "connectors/public_key.hpp"

namespace switchroom::connectors {
namespace {

Encoding encoding_of(SignatureFormat::Text text) {
  if (text == SignatureFormat::Text::base64) return Encoding::base64;
  return text == SignatureFormat::Text::base64url ? Encoding::base64url : Encoding::hex;
}

/// The bytes of a signature that can't be computed, only checked; empty if another text would be the same bytes.
std::string signature_bytes(SignatureFormat::Text text, std::string_view claimed) {
  if (text == SignatureFormat::Text::base64) {
    std::string bytes = bytes_of_base64(claimed).value_or("");
    return base64_of(bytes) == claimed ? bytes : std::string{};
  }
  if (text == SignatureFormat::Text::base64url) return bytes_of_base64url(claimed).value_or("");
  return bytes_of_hex(claimed).value_or("");
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

}  // namespace

std::string_view key_bytes(const SignatureKind& kind, std::string_view key, std::string& room) {
  using enum SignatureKind::KeyEncoding;
  if (!key.starts_with(kind.key_prefix)) return {};
  key.remove_prefix(kind.key_prefix.size());
  if (kind.key_encoding == hex) return room = bytes_of_hex(key).value_or("");
  if (kind.key_encoding == base64) return room = bytes_of_base64(key).value_or("");
  return key;
}

std::string right_signature(const Scheme& scheme, const SignatureKind& kind, std::string_view key,
                            std::string_view text) {
  const Encoding encoding = encoding_of(scheme.signature.text);
  switch (kind.algorithm) {
    case Algorithm::hmac:
      return hmac(kind.hash, encoding, key, text);
    case Algorithm::digest:
      return digest(kind.hash, encoding, text);
    case Algorithm::basic:
      return base64_of(key);
    default:
      return std::string{key};
  }
}

bool fits(const Scheme& scheme, const SignatureKind& kind, std::string_view key, std::string_view text,
          std::string_view claimed) {
  if (kind.algorithm == Algorithm::ed25519)
    return is_ed25519(key, text, signature_bytes(scheme.signature.text, claimed));
  if (kind.algorithm == Algorithm::ecdsa_p256_sha256)
    return is_ecdsa(key, text, signature_bytes(scheme.signature.text, claimed));
  const bool any_case = scheme.signature.text == SignatureFormat::Text::hex_any_case;
  const std::string lowered = any_case ? lower(std::string{claimed}) : std::string{};
  if (any_case) claimed = lowered;
  if (kind.algorithm == Algorithm::hmac)
    return is_hmac(kind.hash, encoding_of(scheme.signature.text), key, {text}, claimed);
  return equal_in_constant_time(right_signature(scheme, kind, key, text), claimed);
}

}  // namespace switchroom::connectors
