#include "connectors/ed25519.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>

#include <cstddef>
#include <memory>

namespace switchroom::connectors {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t signature_bytes = 64;

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

}  // namespace

bool is_ed25519(std::string_view public_key, std::string_view bytes, std::string_view signature) {
  if (public_key.size() != key_bytes || signature.size() != signature_bytes) return false;
  const Key key{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(public_key), public_key.size())};
  const Context context{EVP_MD_CTX_new()};
  const bool fits = key && context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
                    EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(bytes), bytes.size()) == 1;
  if (!fits) ERR_clear_error();  // the thread's queue also serves TLS
  return fits;
}

std::optional<std::string> ed25519_signature(std::string_view private_key, std::string_view bytes) {
  if (private_key.size() != key_bytes) return std::nullopt;
  const Key key{EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, raw(private_key), private_key.size())};
  const Context context{EVP_MD_CTX_new()};
  std::string signature(signature_bytes, '\0');
  std::size_t size = signature.size();
  if (!key || !context || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, raw(bytes),
                     bytes.size()) != 1)
    return std::nullopt;
  return signature;
}

}  // namespace switchroom::connectors
