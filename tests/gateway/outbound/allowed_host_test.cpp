#include "gateway/outbound/allowed_host.hpp"

#include <gtest/gtest.h>

#include <array>

namespace switchroom::outbound {
namespace {

constexpr std::array<std::string_view, 2> hosts{"sns.*.amazonaws.com", "api.example.org"};

TEST(AllowedTarget, IsAWholeHostNameOfTheList) {
  const auto target = allowed_target("https://SNS.eu-west-1.amazonaws.com/cert.pem?a=1", hosts);
  ASSERT_TRUE(target);
  EXPECT_EQ(target->server, "https://sns.eu-west-1.amazonaws.com");
  EXPECT_EQ(target->path, "/cert.pem?a=1");
  EXPECT_EQ(allowed_target("https://api.example.org", hosts)->path, "/");
}

class Refused : public testing::TestWithParam<const char*> {};

TEST_P(Refused, IsNotFetched) { EXPECT_FALSE(allowed_target(GetParam(), hosts)) << GetParam(); }

INSTANTIATE_TEST_SUITE_P(AllowedTarget, Refused,
                         testing::Values("http://api.example.org/", "https://api.example.org:8443/",
                                         "https://user@api.example.org/", "https://api.example.org/#part",
                                         "https://evil.org/?api.example.org", "https://api.example.org.evil.org/",
                                         "https://sns.a.b.amazonaws.com/", "https://sns..amazonaws.com/",
                                         "https://amazonaws.com/", "https://xapi.example.org/",
                                         "https://api.example.org./", "https://127.0.0.1/", "https://[::1]/",
                                         "ftp://api.example.org/", "//api.example.org/", "", "https://"));

TEST(AllowedTarget, IsNothingWithoutAList) { EXPECT_FALSE(allowed_target("https://api.example.org/", {})); }

}  // namespace
}  // namespace switchroom::outbound
