#include "connectors/standard_signature.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "connectors/base64.hpp"
#include "connectors/ed25519.hpp"
#include "connectors/joined.hpp"
#include "connectors/signature.hpp"
#include "connectors/spare_text.hpp"

namespace switchroom::connectors {
namespace {

/// What is signed: `id.timestamp.body`.
struct Signed {
  std::string_view id;
  std::string_view timestamp;
  std::string_view body;

  std::string text() const {
    std::string text;
    text.reserve(id.size() + timestamp.size() + body.size() + 2);
    return text.append(id).append(".").append(timestamp).append(".").append(body);
  }
};

/// The bytes of `key` behind `mark`; empty if it has another mark or is no base64.
std::string key_bytes(std::string_view key, std::string_view mark) {
  if (!key.starts_with(mark)) return {};
  return bytes_of_base64(key.substr(mark.size())).value_or("");
}

/// The base64 of the HMAC key in `whsec_…`, or in a text without a mark; empty for other keys.
std::string_view hmac_key(std::string_view key) {
  if (key.starts_with("whpk_") || key.starts_with("whsk_")) return {};
  return key.starts_with("whsec_") ? key.substr(6) : key;
}

bool fits_hmac(std::span<const std::string> keys, const Signed& what, std::string_view signature) {
  bool fits = false;
  for (const std::string& key : keys) {
    std::array<char, 512> room;
    const std::string_view bytes = bytes_of_base64(hmac_key(key), room).value_or("");
    fits |= is_hmac(Hash::sha256, Encoding::base64, bytes, {what.id, ".", what.timestamp, ".", what.body}, signature);
  }
  return fits;
}

bool fits_ed25519(std::span<const std::string> keys, const Signed& what, std::string_view signature) {
  const std::string bytes = bytes_of_base64(signature).value_or("");
  if (base64_of(bytes) != signature) return false;  // one signature has one text
  const std::string text = what.text();
  return std::ranges::any_of(keys,
                             [&](const std::string& key) { return is_ed25519(key_bytes(key, "whpk_"), text, bytes); });
}

/// Entries beyond these are not looked at: each may cost an Ed25519.
constexpr int entries_max = 16;

bool fits_any(std::string_view entries, std::span<const std::string> keys, const Signed& what) {
  for (int i = 0; i < entries_max && !entries.empty(); ++i) {
    const std::size_t end = std::min(entries.find(' '), entries.size());
    const std::string_view entry = entries.substr(0, end);
    entries.remove_prefix(std::min(end + 1, entries.size()));
    if (entry.starts_with("v1,") && fits_hmac(keys, what, entry.substr(3))) return true;
    if (entry.starts_with("v1a,") && fits_ed25519(keys, what, entry.substr(4))) return true;
  }
  return false;
}

}  // namespace

Result<void> verify_standard(const Request& request, std::string_view prefix, std::span<const std::string> keys,
                             const ReplayWindow& window, Instant now) {
  SpareText name;
  const auto header = [&](std::string_view rest) {
    join({prefix, rest}, *name);
    return request.header(*name);
  };
  const auto id = header("id");
  const auto timestamp = header("timestamp");
  const auto signature = header("signature");
  if (request.method != "POST" || !id || id->empty())
    return forged("<header_prefix>id", "nothing", "the delivery's id");
  if (!timestamp) return forged("<header_prefix>timestamp", "nothing", "seconds since 1970");
  if (!signature) return forged("<header_prefix>signature", "nothing", "v1,… or v1a,…");
  if (!fits_any(*signature, keys, {*id, *timestamp, request.body}))
    return forged("<header_prefix>signature", "no fitting signature", "one over id, timestamp and body",
                  {*id, ".", *timestamp, ".", masked_bytes(request.body)});
  return check_age("<header_prefix>timestamp", *timestamp, now, window);
}

std::string standard_signature(std::string_view id, std::string_view timestamp, std::string_view body,
                               std::string_view key) {
  const std::string text = Signed{id, timestamp, body}.text();
  if (!key.starts_with("whsk_")) {
    const std::string bytes = bytes_of_base64(hmac_key(key)).value_or("");
    return bytes.empty() ? std::string{} : "v1," + hmac(Hash::sha256, Encoding::base64, bytes, text);
  }
  const std::optional<std::string> signature = ed25519_signature(key_bytes(key, "whsk_").substr(0, 32), text);
  return signature ? "v1a," + base64_of(*signature) : std::string{};
}

}  // namespace switchroom::connectors
