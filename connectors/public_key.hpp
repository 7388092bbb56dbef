#pragma once
// Signatures by keys whose other half the provider keeps: ECDSA and RSA, by OpenSSL. The caller names the algorithm;
// nothing in a request chooses it. Pure: any thread. About 100 µs a check.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/instant.hpp"

namespace switchroom::connectors {

enum class KeyHash : std::uint8_t { sha1, sha256 };  // sha1 only where a provider signs nothing better

/// Whether `signature` (DER) is that of `bytes` by ECDSA with SHA-256 under `public_key`, an SPKI in base64. False also
/// for what is no such key.
bool is_ecdsa(std::string_view public_key, std::string_view bytes, std::string_view signature);

/// Whether `signature` is that of `bytes` by RSA (PKCS #1 v1.5) under the key of `certificate` (X.509 in PEM), which
/// must be valid at `now`. Error: `forged_signature` at `where`.
Result<void> check_certified(std::string_view certificate, KeyHash hash, std::string_view bytes,
                             std::string_view signature, Instant now, std::string_view where);

/// The signature of `bytes` under a private key in PEM; empty if that is none. For `compose`.
std::optional<std::string> signature_by(std::string_view private_key, KeyHash hash, std::string_view bytes);

}  // namespace switchroom::connectors
