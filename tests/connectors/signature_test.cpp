#include "connectors/signature.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "connectors/base64.hpp"
#include "connectors/ed25519.hpp"

namespace switchroom::connectors {
namespace {

constexpr auto fox = "The quick brown fox jumps over the lazy dog";
const std::string fox_digest = "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8";

TEST(Hmac, agrees_with_published_examples) {
  EXPECT_EQ(hmac(Hash::sha256, Encoding::hex, "key", fox), fox_digest);
  EXPECT_EQ(hmac(Hash::sha1, Encoding::hex, "key", fox), "de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9");
  EXPECT_EQ(hmac(Hash::sha1, Encoding::base64, "key", fox), "3nybhbi3iqa8ino29wqQcBydtNk=");
  EXPECT_EQ(hmac(Hash::sha256, Encoding::hex, "", ""),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(Hmac, knows_md5_sha512_and_base64url) {  // RFC 2202 and RFC 4231, test case 2
  constexpr auto question = "what do ya want for nothing?";
  EXPECT_EQ(hmac(Hash::md5, Encoding::hex, "Jefe", question), "750c783e6ab0b503eaa86e310a5db738");
  EXPECT_EQ(
      hmac(Hash::sha512, Encoding::hex, "Jefe", question),
      "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b"
      "4b636e070a38bce737");
  EXPECT_EQ(hmac(Hash::sha1, Encoding::base64url, "key", fox), "3nybhbi3iqa8ino29wqQcBydtNk");
  EXPECT_EQ(digest(Hash::md5, Encoding::hex, "abc"), "900150983cd24fb0d6963f7d28e17f72");
}

TEST(Ed25519, agrees_with_published_examples) {  // RFC 8032, 7.1, test 2
  const std::string seed = *bytes_of_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  const std::string key = *bytes_of_hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const std::string right = *bytes_of_hex(
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
      "b00d"
      "291612bb0c00");
  EXPECT_EQ(ed25519_signature(seed, "\x72"), right);
  EXPECT_TRUE(is_ed25519(key, "\x72", right));
  EXPECT_FALSE(is_ed25519(key, "\x73", right));
  EXPECT_FALSE(is_ed25519(key, "\x72", right.substr(1)));
  EXPECT_FALSE(is_ed25519(key.substr(1), "\x72", right));
}

TEST(Hex, is_read_whole_or_not_at_all) {
  EXPECT_EQ(bytes_of_hex("6Bc3"), "k\xc3");
  for (const char* none : {"6", "6g", "-1", "+1", "0x", " 1", "1 "}) EXPECT_FALSE(bytes_of_hex(none)) << none;
}

TEST(Base64Url, has_no_padding_and_letters_of_its_own) {
  EXPECT_EQ(bytes_of_base64url("_-A"), "\xff\xe0");
  for (const char* none : {"/+A", "_-A=", "A", "_-A."}) EXPECT_FALSE(bytes_of_base64url(none)) << none;
}

TEST(Hmac, hashes_a_key_longer_than_a_block) {  // RFC 4231, test case 6
  EXPECT_EQ(hmac(Hash::sha256, Encoding::hex, std::string(131, '\xaa'),
                 "Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Hmac, keeps_keys_apart_that_come_in_turns) {  // a thread remembers what it made of the last ones
  constexpr std::size_t count = 64;
  const auto hmac_of = [](std::size_t key) {
    return hmac(Hash::sha256, Encoding::hex, "key " + std::to_string(key), fox);
  };
  std::vector<std::string> alone(count);
  for (std::size_t i = 0; i < count; ++i) std::jthread{[&, i] { alone[i] = hmac_of(i); }}.join();
  for (int turn = 0; turn < 2; ++turn)
    for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(hmac_of(i), alone[i]) << i;
}

TEST(Hmac, accepts_any_live_secret) {
  const std::vector<std::string> secrets{"new", "key"};
  EXPECT_TRUE(is_hmac(Hash::sha256, Encoding::hex, secrets, fox, fox_digest));
  EXPECT_FALSE(is_hmac(Hash::sha256, Encoding::hex, {secrets.data(), 1}, fox, fox_digest));
  EXPECT_FALSE(is_hmac(Hash::sha256, Encoding::hex, {}, fox, fox_digest));
}

TEST(Hmac, compares_whole_values) {
  const std::vector<std::string> secrets{"key"};
  for (std::size_t length = 0; length < fox_digest.size(); ++length)
    EXPECT_FALSE(is_hmac(Hash::sha256, Encoding::hex, secrets, fox, fox_digest.substr(0, length))) << length;
  EXPECT_FALSE(is_hmac(Hash::sha256, Encoding::hex, secrets, fox, fox_digest + "0"));
  for (std::size_t i = 0; i < fox_digest.size(); ++i) {
    std::string changed = fox_digest;
    changed[i] = changed[i] == '0' ? '1' : '0';
    EXPECT_FALSE(is_hmac(Hash::sha256, Encoding::hex, secrets, fox, changed)) << i;
  }
}

TEST(Hmac, an_empty_secret_fits_nothing) {
  const std::vector<std::string> secrets{""};
  EXPECT_FALSE(is_hmac(Hash::sha256, Encoding::hex, secrets, fox, hmac(Hash::sha256, Encoding::hex, "", fox)));
  EXPECT_FALSE(is_one_of(secrets, ""));
}

TEST(SecretComparison, takes_whole_values_and_any_live_one) {
  const std::vector<std::string> secrets{"new", "old"};
  EXPECT_TRUE(is_one_of(secrets, "old"));
  EXPECT_TRUE(is_one_of(secrets, "new"));
  EXPECT_FALSE(is_one_of(secrets, "ol"));
  EXPECT_FALSE(is_one_of(secrets, "old "));
  EXPECT_FALSE(is_one_of(secrets, ""));
}

TEST(Sha256, agrees_with_a_published_example) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace switchroom::connectors
