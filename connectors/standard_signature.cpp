#include "connectors/standard_signature.hpp"

#include <algorithm>
#include <optional>

#include "connectors/base64.hpp"
#include "connectors/ed25519.hpp"
#include "connectors/signature.hpp"

namespace switchroom::connectors {
namespace {

std::string signed_text(std::string_view id, std::string_view timestamp, std::string_view body) {
  std::string text;
  text.reserve(id.size() + timestamp.size() + body.size() + 2);
  return text.append(id).append(".").append(timestamp).append(".").append(body);
}

/// The bytes of `key` behind `mark`; empty if it has another mark or is no base64.
std::string key_bytes(std::string_view key, std::string_view mark) {
  if (!key.starts_with(mark)) return {};
  return bytes_of_base64(key.substr(mark.size())).value_or("");
}

/// The HMAC key behind `whsec_…`, or behind base64 without a mark.
std::string hmac_key(std::string_view key) {
  if (key.starts_with("whpk_") || key.starts_with("whsk_")) return {};
  return key_bytes(key, key.starts_with("whsec_") ? "whsec_" : "");
}

bool fits_hmac(std::span<const std::string> keys, std::string_view text, std::string_view signature) {
  bool fits = false;
  for (const std::string& key : keys) {
    const std::string bytes = hmac_key(key);
    fits |= is_hmac(Hash::sha256, Encoding::base64, {&bytes, 1}, text, signature);
  }
  return fits;
}

bool fits_ed25519(std::span<const std::string> keys, std::string_view text, std::string_view signature) {
  const std::string bytes = bytes_of_base64(signature).value_or("");
  if (base64_of(bytes) != signature) return false;  // one signature has one text
  return std::ranges::any_of(keys,
                             [&](const std::string& key) { return is_ed25519(key_bytes(key, "whpk_"), text, bytes); });
}

/// Entries beyond these are not looked at: each may cost an Ed25519.
constexpr int entries_max = 16;

bool fits_any(std::string_view entries, std::span<const std::string> keys, std::string_view text) {
  for (int i = 0; i < entries_max && !entries.empty(); ++i) {
    const std::size_t end = std::min(entries.find(' '), entries.size());
    const std::string_view entry = entries.substr(0, end);
    entries.remove_prefix(std::min(end + 1, entries.size()));
    if (entry.starts_with("v1,") && fits_hmac(keys, text, entry.substr(3))) return true;
    if (entry.starts_with("v1a,") && fits_ed25519(keys, text, entry.substr(4))) return true;
  }
  return false;
}

}  // namespace

Result<void> verify_standard(const Request& request, std::string_view prefix, std::span<const std::string> keys,
                             const ReplayWindow& window, Instant now) {
  const std::string names{prefix};
  const auto id = request.header(names + "id");
  const auto timestamp = request.header(names + "timestamp");
  const auto signature = request.header(names + "signature");
  if (request.method != "POST" || !id || id->empty())
    return forged("<header_prefix>id", "nothing", "the delivery's id");
  if (!timestamp) return forged("<header_prefix>timestamp", "nothing", "seconds since 1970");
  if (!signature) return forged("<header_prefix>signature", "nothing", "v1,… or v1a,…");
  if (!fits_any(*signature, keys, signed_text(*id, *timestamp, request.body)))
    return forged("<header_prefix>signature", "no fitting signature", "one over id, timestamp and body",
                  {*id, ".", *timestamp, ".", masked_bytes(request.body)});
  return check_age("<header_prefix>timestamp", *timestamp, now, window);
}

std::string standard_signature(std::string_view id, std::string_view timestamp, std::string_view body,
                               std::string_view key) {
  const std::string text = signed_text(id, timestamp, body);
  if (!key.starts_with("whsk_")) {
    const std::string bytes = hmac_key(key);
    return bytes.empty() ? std::string{} : "v1," + hmac(Hash::sha256, Encoding::base64, bytes, text);
  }
  const std::optional<std::string> signature = ed25519_signature(key_bytes(key, "whsk_").substr(0, 32), text);
  return signature ? "v1a," + base64_of(*signature) : std::string{};
}

}  // namespace switchroom::connectors
