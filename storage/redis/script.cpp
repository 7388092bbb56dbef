#include "storage/redis/script.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/evp.h>

#include <array>
#include <span>
#include <stdexcept>

namespace switchroom::redis {
namespace {

std::string sha1_hex(std::string_view bytes) {
  std::array<unsigned char, 20> digest{};
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha1(), nullptr) != 1)
    throw std::runtime_error("OpenSSL has no SHA-1, by which Redis names scripts");
  return fmt::format("{:02x}", fmt::join(digest, ""));
}

}  // namespace

Script::Script(std::string_view its_name, std::string_view its_source)
    : name(its_name), source(its_source), sha1(sha1_hex(its_source)) {}

}  // namespace switchroom::redis
