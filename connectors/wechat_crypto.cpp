#include "connectors/wechat_crypto.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <vector>

#include "connectors/base64.hpp"
#include "connectors/signature.hpp"
#include "connectors/xml_reader.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::size_t key_letters = 43;
constexpr std::size_t key_bytes = 32;
constexpr std::size_t random_bytes = 16;
constexpr std::size_t length_bytes = 4;
constexpr std::size_t block_bytes = 32;  // of the padding: twice that of AES, so OpenSSL's own check does not fit

enum class Way { encrypt, decrypt };

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* cipher) const { EVP_CIPHER_CTX_free(cipher); }
};

/// AES-256-CBC of whole blocks, without padding; the vector is the key's beginning.
std::optional<std::string> run_aes(Way way, std::string_view key, std::string_view bytes) {
  const std::unique_ptr<EVP_CIPHER_CTX, FreeCipher> cipher{EVP_CIPHER_CTX_new()};
  const auto raw = [](std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); };
  std::string out(bytes.size() + block_bytes, '\0');
  auto* const to = reinterpret_cast<unsigned char*>(out.data());
  int size = 0;
  int rest = 0;
  const bool done = cipher &&
                    EVP_CipherInit_ex(cipher.get(), EVP_aes_256_cbc(), nullptr, raw(key), raw(key),
                                      way == Way::encrypt ? 1 : 0) == 1 &&
                    EVP_CIPHER_CTX_set_padding(cipher.get(), 0) == 1 &&
                    EVP_CipherUpdate(cipher.get(), to, &size, raw(bytes), static_cast<int>(bytes.size())) == 1 &&
                    EVP_CipherFinal_ex(cipher.get(), to + size, &rest) == 1;
  if (!done) {
    ERR_clear_error();
    return std::nullopt;
  }
  out.resize(static_cast<std::size_t>(size) + static_cast<std::size_t>(rest));
  return out;
}

/// The 43rd letter often carries stray bits: they are not looked at.
std::optional<std::string> bytes_of_key(std::string_view letters) {
  if (letters.size() != key_letters) return std::nullopt;
  std::optional<std::string> bytes = bytes_of_base64(std::string{letters} + '=');
  return bytes && bytes->size() == key_bytes ? bytes : std::nullopt;
}

/// random ‖ length ‖ message ‖ id ‖ padding of 1–32 bytes → message.
std::optional<std::string> unwrap(std::string_view plain, std::string_view id) {
  if (plain.empty()) return std::nullopt;
  const auto padding = static_cast<unsigned char>(plain.back());
  if (padding < 1 || padding > block_bytes || padding > plain.size()) return std::nullopt;
  plain.remove_suffix(padding);
  if (plain.size() < random_bytes + length_bytes) return std::nullopt;
  std::size_t length = 0;
  for (const char byte : plain.substr(random_bytes, length_bytes))
    length = length << 8 | static_cast<unsigned char>(byte);
  plain.remove_prefix(random_bytes + length_bytes);
  if (length > plain.size() || plain.substr(length) != id) return std::nullopt;
  return std::string{plain.substr(0, length)};
}

std::string wrap(std::string_view random_16, std::string_view message, std::string_view id) {
  std::string plain{random_16.substr(0, random_bytes)};
  plain.resize(random_bytes, '0');
  for (int shift = 24; shift >= 0; shift -= 8) plain += static_cast<char>(message.size() >> shift & 0xFF);
  plain.append(message).append(id);
  const std::size_t padding = block_bytes - plain.size() % block_bytes;
  return plain.append(padding, static_cast<char>(padding));
}

}  // namespace

std::string wechat_signature(std::initializer_list<std::string_view> texts) {
  std::vector<std::string_view> sorted{texts};
  std::ranges::sort(sorted);
  std::string joined;
  for (const std::string_view text : sorted) joined += text;
  return digest(Hash::sha1, Encoding::hex, joined);
}

bool is_wechat_signature(std::span<const std::string> tokens, std::string_view timestamp, std::string_view nonce,
                         std::optional<std::string_view> encrypted, std::string_view claimed) {
  bool fits = false;
  for (const std::string& token : tokens) {
    if (token.empty()) continue;
    const std::string right = encrypted ? wechat_signature({token, timestamp, nonce, *encrypted})
                                        : wechat_signature({token, timestamp, nonce});
    fits |= equal_in_constant_time(right, claimed);
  }
  return fits;
}

std::optional<std::string> decrypt_wechat(std::span<const std::string> keys, std::string_view id,
                                          std::string_view encrypted) {
  const std::optional<std::string> bytes = bytes_of_base64(encrypted);
  if (!bytes || bytes->empty()) return std::nullopt;
  for (const std::string& letters : keys) {
    const std::optional<std::string> key = bytes_of_key(letters);
    const std::optional<std::string> plain = key ? run_aes(Way::decrypt, *key, *bytes) : std::nullopt;
    if (!plain) continue;
    if (std::optional<std::string> message = unwrap(*plain, id)) return message;
  }
  return std::nullopt;
}

std::optional<std::string> encrypt_wechat(std::string_view key, std::string_view id, std::string_view random_16,
                                          std::string_view message) {
  const std::optional<std::string> bytes = bytes_of_key(key);
  const std::optional<std::string> sealed =
      bytes ? run_aes(Way::encrypt, *bytes, wrap(random_16, message, id)) : std::nullopt;
  return sealed ? std::optional{base64_of(*sealed)} : std::nullopt;
}

OwnedRequest compose_encrypted_wechat(const Draft& draft, const Credentials& credentials, std::string_view id,
                                      std::string_view message, std::string_view body_start) {
  const std::string time = std::to_string(draft.at_ms / 1000);
  const std::string nonce = digest(Hash::sha1, Encoding::hex, draft.id).substr(0, random_bytes);
  const std::string encrypted = encrypt_wechat(credentials.value("encoding_aes_key"), id, nonce, message).value_or("");
  const std::string_view token = credentials.value("token");
  OwnedRequest request;
  request.method = "POST";
  request.path = draft.path;
  request.query = "signature=" + wechat_signature({token, time, nonce}) + "&timestamp=" + time + "&nonce=" + nonce +
                  "&encrypt_type=aes&msg_signature=" + wechat_signature({token, time, nonce, encrypted});
  request.body = "<xml>" + std::string{body_start};
  append_xml_text("Encrypt", encrypted, request.body);
  request.body += "</xml>";
  request.headers = {{"Content-Type", "text/xml"}};
  return request;
}

}  // namespace switchroom::connectors
