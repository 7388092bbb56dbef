// The proof is SipHash-2-4 (a pseudorandom function) under the shard's 128-bit key, twice over what names the ticket:
// whoever has seen many tokens still can't make one.
#include "router/shard/thread_token.hpp"

#include <fmt/format.h>

#include "storage/records/external_id.hpp"
#include "storage/records/fingerprint.hpp"

namespace switchroom::shard {
namespace {

/// Ten characters of five bits each.
void append_proof(std::uint64_t bits, std::string& token) {
  constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";
  for (int i = 0; i < 10; ++i, bits >>= 5) token += alphabet[bits & 31];
}

}  // namespace

std::string thread_token(const ShardKey& key, std::uint32_t shard, WorkspaceId workspace, TicketId ticket) {
  std::string token = storage::external_id(shard, ticket) + '-';
  const std::string named = fmt::format(" of the thread {}{}", token, workspace.number);
  append_proof(storage::siphash(key, "first half" + named), token);
  append_proof(storage::siphash(key, "second half" + named), token);
  return token;
}

TicketId ticket_of_token(const ShardKey& key, std::uint32_t shard, WorkspaceId workspace, std::string_view text) {
  const std::size_t dash = text.rfind('-');
  if (dash == text.npos) return {};
  const auto named = storage::parse_ticket_id(text.substr(0, dash));
  if (!named || named->shard != shard) return {};
  const std::string right = thread_token(key, shard, workspace, named->id);
  if (text.size() != right.size()) return {};
  int different = 0;  // all characters are looked at, so that time tells nothing
  for (std::size_t i = 0; i < right.size(); ++i) different |= text[i] ^ right[i];
  return different == 0 ? named->id : TicketId{};
}

std::string_view token_in_id(std::string_view message_id) {
  const std::string_view local = message_id.substr(0, message_id.rfind('@'));
  const std::size_t dot = local.rfind('.');
  return dot == local.npos ? std::string_view{} : local.substr(dot + 1);
}

}  // namespace switchroom::shard
