// The provider's host can't run here, so its answer is given; the way to a real server is tests/gateway/outbound's.
#include "gateway/webhooks/certificates.hpp"

#include <gtest/gtest.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace switchroom::webhooks {
namespace {

namespace asio = boost::asio;
using Answer = std::expected<outbound::HttpAnswer, outbound::NoAnswer>;

constexpr std::array<std::string_view, 1> hosts{"sns.*.amazonaws.com"};
const std::string url = "https://sns.eu-west-1.amazonaws.com/cert.pem";
const std::string pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

class CertificatesTest : public testing::Test {
 protected:
  CertificatesTest() { connector_.hosts = hosts, channel_.connector = &connector_; }

  Result<void> fetch(const std::string& from, Answer answer) {
    const Exchange exchange = [&](outbound::Server server,
                                  connectors::OwnedRequest request) -> asio::awaitable<Answer> {
      asked_.push_back(server.url + request.path);
      co_return answer;
    };
    asio::io_context context;
    std::optional<Result<void>> result;
    asio::co_spawn(context, fetch_certificate(channel_, from, exchange),
                   [&](std::exception_ptr failure, Result<void> value) {
                     if (failure) std::rethrow_exception(failure);
                     result = std::move(value);
                   });
    context.run();
    return *result;
  }

  operate::Metrics metrics_{"test"};
  connectors::Connector connector_{};
  Channel channel_{WorkspaceId{1}, ChannelId{1}, nullptr, {}, std::nullopt, metrics_.webhook("demo/sns"), {}};
  std::vector<std::string> asked_;
};

TEST_F(CertificatesTest, AreKeptWithTheChannel) {
  ASSERT_TRUE(fetch(url, outbound::HttpAnswer{200, pem, {}}));
  EXPECT_EQ(asked_, std::vector{url});
  EXPECT_EQ(channel_.credentials.value("certificates"), url + "=" + pem);
}

TEST_F(CertificatesTest, ComeFromTheProvidersHostsOnly) {
  const Result<void> refused = fetch("https://evil.example.org/cert.pem", outbound::HttpAnswer{200, pem, {}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::certificate_needed);
  EXPECT_TRUE(asked_.empty());
}

TEST_F(CertificatesTest, AreNotAskedForTwiceInAMoment) {
  EXPECT_FALSE(fetch(url, outbound::HttpAnswer{404, "", {}}));
  EXPECT_FALSE(fetch(url, outbound::HttpAnswer{200, pem, {}}));
  EXPECT_EQ(asked_.size(), 1u);
}

TEST_F(CertificatesTest, AreWholeAnswersThatHoldPem) {
  EXPECT_FALSE(fetch(url, outbound::HttpAnswer{200, "<html>", {}}));
  channel_.certificate_asked = {};
  EXPECT_FALSE(fetch(url, std::unexpected(outbound::NoAnswer{false, "refused"})));
  EXPECT_TRUE(channel_.credentials.values("certificates").empty());
}

TEST_F(CertificatesTest, ReplaceTheOldestWhenThereAreManyOfThem) {
  for (std::size_t i = 0; i <= certificates_max; ++i) {
    channel_.certificate_asked = {};
    ASSERT_TRUE(fetch(url + "?" + std::to_string(i), outbound::HttpAnswer{200, pem, {}}));
  }
  EXPECT_EQ(channel_.credentials.values("certificates").size(), certificates_max);
  EXPECT_EQ(channel_.credentials.value("certificates"), url + "?1=" + pem);
}

}  // namespace
}  // namespace switchroom::webhooks
