#include "connectors/signature.hpp"

#include <gtest/gtest.h>

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

TEST(Hmac, hashes_a_key_longer_than_a_block) {  // RFC 4231, test case 6
  EXPECT_EQ(hmac(Hash::sha256, Encoding::hex, std::string(131, '\xaa'),
                 "Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
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
