#pragma once
// Keyed digests and their comparison. The caller fixes the algorithm; nothing in a request chooses it. Pure: any
// thread.

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "config/vocabulary/error.hpp"

namespace switchroom::connectors {

enum class Hash : std::uint8_t { md5, sha1, sha256, sha384, sha512 };  // md5 only where a provider knows nothing better
enum class Encoding : std::uint8_t { hex, base64, base64url };         // base64url without padding

/// HMAC (RFC 2104) of `bytes`, as lower-case hex, padded base64 or bare base64url. About 0.5 µs for 500 bytes, as each
/// thread remembers what it made of its last keys.
std::string hmac(Hash hash, Encoding encoding, std::string_view secret, std::string_view bytes);

/// SHA-256 of `bytes` in lower-case hex.
std::string sha256_hex(std::string_view bytes);

/// SHA-256 of `bytes` as it is.
std::array<char, 32> sha256(std::string_view bytes);

/// The hash of `bytes` without any key.
std::string digest(Hash hash, Encoding encoding, std::string_view bytes);

/// Whether `claimed` is the whole HMAC of `bytes` under one of `secrets`. Takes the same time wherever the first wrong
/// character stands, and whichever secret fits. An empty secret fits nothing. Allocates nothing.
bool is_hmac(Hash hash, Encoding encoding, std::span<const std::string> secrets, std::string_view bytes,
             std::string_view claimed);

/// As above, of pieces that follow each other.
bool is_hmac(Hash hash, Encoding encoding, std::span<const std::string> secrets,
             std::initializer_list<std::string_view> pieces, std::string_view claimed);

/// As above, under one secret, which may be bytes that were decoded.
bool is_hmac(Hash hash, Encoding encoding, std::string_view secret, std::initializer_list<std::string_view> pieces,
             std::string_view claimed);

/// Whether `claimed` is the whole hash of `pieces` that follow each other, without any key, in constant time.
bool is_digest(Hash hash, Encoding encoding, std::initializer_list<std::string_view> pieces, std::string_view claimed);

/// Whether two texts are equal, in time that depends on their lengths only.
bool equal_in_constant_time(std::string_view left, std::string_view right);

/// Whether `claimed` equals one of `secrets`, in constant time. An empty secret equals nothing.
bool is_one_of(std::span<const std::string> secrets, std::string_view claimed);

/// What was signed, for the operator's eyes: its first `shown` bytes, which hold nothing personal, and how many follow:
/// `https://sw.example.org/hooks/demo/sms + 212 bytes`.
std::string masked(std::string_view signed_text, std::size_t shown);

/// What stands for bytes that nobody may read in a signed text: `<346 bytes, SHA-256 1f0a5d…>`.
std::string masked_bytes(std::string_view bytes);

/// The error `forged_signature`: what stood at `where` (a header's name) and what would be right; holds no secret.
std::unexpected<Error> forged(std::string_view where, std::string_view found, std::string_view expected);

/// As above, and tells what should have been signed: `pieces` behind each other, at most 256 bytes of each. What is
/// personal or secret in it is masked by the caller.
std::unexpected<Error> forged(std::string_view where, std::string_view found, std::string_view expected,
                              std::initializer_list<std::string_view> pieces);

}  // namespace switchroom::connectors
