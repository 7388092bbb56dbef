#include "gateway/api/tokens.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <string>

#include "gateway/api/failed_attempts.hpp"

namespace switchroom::api {
namespace {

using namespace std::chrono_literals;

std::array<unsigned char, 32> bytes_from(unsigned char first) {
  std::array<unsigned char, 32> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<unsigned char>(first + i);
  return bytes;
}

TEST(Tokens, ATokenIsThePrefixAndTheRandomBytesInBase64url) {
  EXPECT_EQ(make_token(bytes_from(0)), "sw_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
  EXPECT_EQ(make_token(bytes_from(0xE0)), "sw_4OHi4-Tl5ufo6err7O3u7_Dx8vP09fb3-Pn6-_z9_v8");
  EXPECT_TRUE(looks_like_token(make_token(bytes_from(7))));
}

TEST(Tokens, WhatIsNoTokenIsSeenWithoutALookUp) {
  const std::string token = make_token(bytes_from(0));
  EXPECT_FALSE(looks_like_token(""));
  EXPECT_FALSE(looks_like_token(token.substr(1)));
  EXPECT_FALSE(looks_like_token(token + "A"));
  EXPECT_FALSE(looks_like_token("sw_" + std::string(42, 'A') + "="));
}

TEST(Tokens, Sha256IsTheOneOfTheStandard) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-2, B.1
}

TEST(Tokens, ARecordSurvivesItsJson) {
  const TokenRecord record{"demo", Role::supervisor, "ann", "a \"quoted\" label", 1'700'000'000'000};
  EXPECT_EQ(token_record_of(to_json(record)), record);
}

TEST(Tokens, WhatIsNoRecordIsRefusedInsteadOfGivingRights) {
  for (const char* json : {"", "[]", "{}", "null", R"({"workspace":"demo"})", R"({"workspace":"demo","role":"root"})",
                           R"({"workspace":"","role":"admin"})", R"({"workspace":5,"role":"admin"})"})
    EXPECT_FALSE(token_record_of(json)) << json;
}

TEST(Tokens, TheSchemeIsBearerInAnyCase) {
  const std::string token = make_token(bytes_from(1));
  EXPECT_EQ(bearer_token("Bearer " + token).value(), token);
  EXPECT_EQ(bearer_token("bEARER   " + token).value(), token);
}

TEST(Tokens, AHeaderThatHoldsNoTokenIsRefusedWithoutRepeatingIt) {
  for (const std::string header : {"", "Bearer", "Bearer ", "Bearer  ", "Basic dXNlcjpwYXNz", "Bearer sw_secret"}) {
    const auto token = bearer_token(header);
    ASSERT_FALSE(token) << header;
    EXPECT_EQ(token.error().fault, Fault::unauthenticated);
    EXPECT_THAT(describe(token.error()),
                testing::Not(testing::AnyOf(testing::HasSubstr("dXNl"), testing::HasSubstr("secret"))));
  }
  EXPECT_FALSE(bearer_token(std::nullopt));
}

TEST(FailedAttempts, TheEleventhInAMinuteIsOneTooMany) {
  FailedAttempts failed;
  const FailedAttempts::Time start{};
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(failed.count("192.0.2.1", start + i * 1s));
  EXPECT_EQ(failed.count("192.0.2.1", start + 20s), 40s);
}

TEST(FailedAttempts, AddressesAreCountedApart) {
  FailedAttempts failed;
  for (int i = 0; i < 11; ++i) failed.count("192.0.2.1", {});
  EXPECT_FALSE(failed.count("192.0.2.2", {}));
}

TEST(FailedAttempts, AfterAMinuteTheCountBeginsAnew) {
  FailedAttempts failed;
  for (int i = 0; i < 11; ++i) failed.count("192.0.2.1", {});
  EXPECT_TRUE(failed.count("192.0.2.1", FailedAttempts::Time{} + 59s));
  EXPECT_FALSE(failed.count("192.0.2.1", FailedAttempts::Time{} + 60s));
}

TEST(FailedAttempts, AFloodFromEverywhereDoesNotFillTheMemory) {
  FailedAttempts failed;
  for (int round = 0; round < 11; ++round) failed.count("192.0.2.1", {});
  for (std::size_t i = 0; i < FailedAttempts::addresses_max; ++i) failed.count("10.0." + std::to_string(i), {});
  EXPECT_FALSE(failed.count("192.0.2.1", {}));  // it was forgotten to make room
}

}  // namespace
}  // namespace switchroom::api
