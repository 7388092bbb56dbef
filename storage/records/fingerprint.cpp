#include "storage/records/fingerprint.hpp"

#include <bit>
#include <cstring>
#include <string>

#include "storage/records/codec.hpp"
#include "storage/records/message_record.hpp"

namespace switchroom::storage {
namespace {

struct SipState {
  std::uint64_t v0, v1, v2, v3;

  void rounds(int count) {
    for (int i = 0; i < count; ++i) {
      v0 += v1, v1 = std::rotl(v1, 13) ^ v0, v0 = std::rotl(v0, 32);
      v2 += v3, v3 = std::rotl(v3, 16) ^ v2;
      v0 += v3, v3 = std::rotl(v3, 21) ^ v0;
      v2 += v1, v1 = std::rotl(v1, 17) ^ v2, v2 = std::rotl(v2, 32);
    }
  }
  void absorb(std::uint64_t word) {
    v3 ^= word;
    rounds(2);
    v0 ^= word;
  }
};

}  // namespace

std::uint64_t siphash(const std::array<std::uint64_t, 2>& key, std::string_view bytes) {
  SipState state{key[0] ^ 0x736f6d6570736575, key[1] ^ 0x646f72616e646f6d, key[0] ^ 0x6c7967656e657261,
                 key[1] ^ 0x7465646279746573};
  std::size_t offset = 0;
  for (; offset + 8 <= bytes.size(); offset += 8) {
    std::uint64_t word;
    std::memcpy(&word, bytes.data() + offset, 8);
    state.absorb(word);
  }
  std::uint64_t last = static_cast<std::uint64_t>(bytes.size()) << 56;
  for (std::size_t i = 0; offset + i < bytes.size(); ++i)
    last |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(bytes[offset + i])) << (8 * i);
  state.absorb(last);
  state.v2 ^= 0xff;
  state.rounds(4);
  return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

std::uint64_t fingerprint(const std::array<std::uint64_t, 2>& key, ChannelId channel,
                          const connectors::InboundMessage& message) {
  thread_local std::string identity;
  identity.clear();
  ByteWriter bytes{identity};
  bytes.u32(channel.number);
  if (message.provider_id.empty()) {
    encode(message, bytes);
  } else {
    bytes.word(message.kind);
    bytes.word(message.status);
    bytes.text(message.provider_id);
    bytes.text(message.ref);
  }
  const std::uint64_t value = siphash(key, identity);
  return value == 0 ? 1 : value;
}

}  // namespace switchroom::storage
