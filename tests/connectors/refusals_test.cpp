// A refused signature tells the operator what should have been signed; and neither what the customer wrote, nor a
// secret, nor the signature that would have been right.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "connectors/registry.hpp"

namespace switchroom::connectors {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view word = "Zebrafinch";
constexpr std::string_view other_word = "Zebrafinck";
constexpr std::string_view signature_member = R"("Signature":")";  // inside Amazon's bodies

/// Kinds whose deliveries nobody signs: a secret stands in a header, or the channel is our own.
constexpr std::array<std::string_view, 5> unsigned_kinds{"kakao", "mail", "postmark", "telegram", "webchat"};

Credentials credentials_of(const Connector& connector) {
  Credentials credentials;
  make_up_settings(connector, credentials);
  return credentials;
}

Draft draft_for(const Connector& connector) {
  return {.id = std::string{connector.sample.id},
          .from = std::string{connector.sample.from},
          .name = "Ann Example",
          .text = std::string{word},
          .at_ms = 1'760'000'000'000,
          .path = "/hooks/demo/x"};
}

/// Other secrets, and other keys to check with, of the same shape: their letters turned round.
Credentials with_other_keys(const Connector& connector, Credentials credentials) {
  for (Credentials::Setting& setting : credentials.settings) {
    const auto rule = std::ranges::find(connector.settings, setting.name, &SettingRule::name);
    const bool key = setting.name.ends_with("_key");
    if (rule == connector.settings.end() || !(rule->secret || key) || setting.name == "encoding_aes_key") continue;
    for (std::string& value : setting.values) {
      const std::size_t begin = value.find('_') == value.npos ? 0 : value.find('_') + 1;
      std::reverse(value.begin() + static_cast<std::ptrdiff_t>(begin), value.end());
    }
  }
  return credentials;
}

class Refusal : public testing::TestWithParam<const Connector*> {};

TEST_P(Refusal, tells_what_should_have_been_signed_and_nothing_secret) {
  const Connector& connector = *GetParam();
  Credentials credentials = credentials_of(connector);
  OwnedRequest request = connector.compose(draft_for(connector), credentials);
  const Instant now = instant_of_ms(draft_for(connector).at_ms);
  if (const std::size_t at = request.body.find(word); at != request.body.npos)
    request.body.replace(at, word.size(), other_word);
  if (const std::size_t at = request.body.find(signature_member); at != request.body.npos)
    std::swap(request.body[at + signature_member.size()], request.body[at + signature_member.size() + 1]);
  if (connector.verify(view_of(request, headers_of(request)), credentials, now))  // the body is not what is signed
    credentials = with_other_keys(connector, credentials);
  const Result<void> authentic = connector.verify(view_of(request, headers_of(request)), credentials, now);
  ASSERT_FALSE(authentic);
  const Error& error = authentic.error();
  EXPECT_EQ(error.fault, Fault::forged_signature);
  const std::string told = describe(error);
  EXPECT_TRUE(told.contains(" bytes") || told.contains("<token>")) << told;
  EXPECT_THAT(told, Not(HasSubstr("Zebra")));
  for (const Credentials::Setting& setting : credentials.settings) {
    const auto rule = std::ranges::find(connector.settings, setting.name, &SettingRule::name);
    if (rule == connector.settings.end() || !rule->secret) continue;
    for (const std::string& secret : setting.values) EXPECT_THAT(told, Not(HasSubstr(secret)));
  }
  const OwnedRequest owed = connector.compose(draft_for(connector), credentials);
  for (const OwnedRequest::Field& field : owed.headers)
    if (field.name.contains("ignature") && field.value.size() > 30) EXPECT_THAT(told, Not(HasSubstr(field.value)));
}

std::vector<const Connector*> signing() {
  std::vector<const Connector*> kinds;
  for (const Connector* connector : all_connectors())
    if (std::ranges::find(unsigned_kinds, connector->kind) == unsigned_kinds.end()) kinds.push_back(connector);
  return kinds;
}

INSTANTIATE_TEST_SUITE_P(AllThatSign, Refusal, testing::ValuesIn(signing()), [](const auto& info) {
  std::string name{info.param->kind};
  std::ranges::replace(name, '-', '_');
  return name;
});

}  // namespace
}  // namespace switchroom::connectors
