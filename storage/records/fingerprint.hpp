#pragma once
// Recognises a message that is delivered again. Pure; any thread.

#include <array>
#include <cstdint>
#include <string_view>

#include "config/vocabulary/ids.hpp"
#include "connectors/inbound_message.hpp"

namespace switchroom::storage {

/// SipHash-2-4 (Aumasson, Bernstein: "SipHash: a fast short-input PRF", 2012) under a 128-bit key.
std::uint64_t siphash(const std::array<std::uint64_t, 2>& key, std::string_view bytes);

/// 64 bits over channel, kind, provider id and, for what refers to another message, that reference and status. A
/// message without a provider id is taken by its whole content. Never 0. A false match among 32 has a chance of 32 /
/// 2^64.
std::uint64_t fingerprint(const std::array<std::uint64_t, 2>& key, ChannelId channel,
                          const connectors::InboundMessage& message);

}  // namespace switchroom::storage
