#include "connectors/public_key.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstddef>
#include <ctime>
#include <memory>

#include "connectors/base64.hpp"
#include "connectors/signature.hpp"

namespace switchroom::connectors {
namespace {

template <auto release>
struct Release {
  template <class T>
  void operator()(T* held) const {
    release(held);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Context = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX_free>>;
using Bytes = std::unique_ptr<BIO, Release<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;

const unsigned char* raw(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

Bytes reader_of(std::string_view text) { return Bytes{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))}; }

const EVP_MD* digest_of(KeyHash hash) { return hash == KeyHash::sha1 ? EVP_sha1() : EVP_sha256(); }

bool fits(EVP_PKEY* key, const EVP_MD* digest, std::string_view bytes, std::string_view signature) {
  const Context context{EVP_MD_CTX_new()};
  return context && EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(bytes), bytes.size()) == 1;
}

}  // namespace

bool is_ecdsa(std::string_view public_key, std::string_view bytes, std::string_view signature) {
  const std::optional<std::string> der = bytes_of_base64(public_key);
  if (!der) return false;
  const unsigned char* at = raw(*der);
  const Key key{d2i_PUBKEY(nullptr, &at, static_cast<long>(der->size()))};
  return key && EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_EC && fits(key.get(), EVP_sha256(), bytes, signature);
}

Result<void> check_certified(std::string_view certificate, KeyHash hash, std::string_view bytes,
                             std::string_view signature, Instant now, std::string_view where) {
  const Bytes pem = reader_of(certificate);
  const Certificate x509{PEM_read_bio_X509(pem.get(), nullptr, nullptr, nullptr)};
  EVP_PKEY* key = x509 ? X509_get0_pubkey(x509.get()) : nullptr;
  if (key == nullptr || EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA)
    return forged(where, "a certificate that can't be read", "X.509 with an RSA key");
  std::time_t seconds = static_cast<std::time_t>(ms_of(now) / 1000);
  if (X509_cmp_time(X509_get0_notBefore(x509.get()), &seconds) >= 0 ||
      X509_cmp_time(X509_get0_notAfter(x509.get()), &seconds) <= 0)
    return forged(where, "a certificate that is not valid today", "one that is");
  if (!fits(key, digest_of(hash), bytes, signature))
    return forged(where, "another signature", "that of the fields", {masked_bytes(bytes)});
  return {};
}

std::optional<std::string> signature_by(std::string_view private_key, KeyHash hash, std::string_view bytes) {
  const Bytes pem = reader_of(private_key);
  const Key key{PEM_read_bio_PrivateKey(pem.get(), nullptr, nullptr, nullptr)};
  const Context context{EVP_MD_CTX_new()};
  std::size_t size = 0;
  if (!key || EVP_DigestSignInit(context.get(), nullptr, digest_of(hash), nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, raw(bytes), bytes.size()) != 1)
    return std::nullopt;
  std::string signature(size, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, raw(bytes),
                     bytes.size()) != 1)
    return std::nullopt;
  signature.resize(size);
  return signature;
}

}  // namespace switchroom::connectors
