#pragma once
// Signatures by Ed25519 (RFC 8032). Pure: any thread.

#include <optional>
#include <string>
#include <string_view>

namespace switchroom::connectors {

/// Whether `signature` (64 bytes) is that of `bytes` under `public_key` (32 bytes). False also for other lengths. About
/// 100 µs.
bool is_ed25519(std::string_view public_key, std::string_view bytes, std::string_view signature);

/// The signature of `bytes` under a private key (its seed of 32 bytes); empty for another length.
std::optional<std::string> ed25519_signature(std::string_view private_key, std::string_view bytes);

}  // namespace switchroom::connectors
