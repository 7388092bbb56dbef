#include "loadtest/traffic/messages.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "connectors/registry.hpp"

namespace switchroom::traffic {
namespace {

using connectors::Credentials;

Credentials credentials() {
  return {{{"app_secret", {"s3cret"}},
           {"auth_tokens", {"t0ken"}},
           {"public_base_url", {"http://127.0.0.1:8080"}},
           {"secret_token", {"telegram-s3cret"}}}};
}

Campaign campaign(std::string_view kind, std::uint64_t run = 77) {
  return {.connector = connectors::find_connector(kind),
          .credentials = credentials(),
          .path = "/hooks/demo/one",
          .host = "127.0.0.1:8080",
          .customers = 100,
          .run = run,
          .at_ms = 1'700'000'000'000};
}

/// A request of the generator, cut into what a connector sees.
struct Cut {
  explicit Cut(std::string bytes_in) : bytes(std::move(bytes_in)) {
    const std::string_view text{bytes};
    const auto head_end = text.find("\r\n\r\n");
    request.method = "POST";
    request.path = text.substr(5, text.find(' ', 5) - 5);
    request.body = text.substr(head_end + 4);
    for (auto at = text.find("\r\n") + 2; at < head_end; at = text.find("\r\n", at) + 2) {
      const std::string_view line = text.substr(at, text.find("\r\n", at) - at);
      headers.push_back({line.substr(0, line.find(": ")), line.substr(line.find(": ") + 2)});
    }
    request.headers = headers;
  }
  Cut(const Cut&) = delete;
  Cut& operator=(const Cut&) = delete;

  std::string bytes;
  std::vector<connectors::Header> headers;
  connectors::Request request{};
};

class EachKind : public testing::TestWithParam<const char*> {};

TEST_P(EachKind, is_accepted_by_its_connector_as_the_message_it_says) {
  const Messages messages{campaign(GetParam())};
  const auto& connector = *connectors::find_connector(GetParam());
  std::string bytes;
  for (const std::uint64_t number : {0ULL, 1ULL, 6ULL, 123'456'789ULL}) {
    messages.write_request(number, bytes);
    const Cut cut{bytes};
    ASSERT_EQ(cut.request.header("Content-Length"), std::to_string(cut.request.body.size()));
    ASSERT_TRUE(connector.verify(cut.request, credentials(), instant_of_ms(1'700'000'000'000)));
    const auto delivery = connector.decode(cut.request, credentials());
    ASSERT_TRUE(delivery && delivery->messages.size() == 1);
    EXPECT_EQ(delivery->messages[0].provider_id, messages.id(number));
    EXPECT_EQ(std::string{GetParam()} + ":" + delivery->messages[0].from, messages.customer(number));
  }
}

TEST_P(EachKind, has_the_same_bytes_whenever_a_message_is_sent_again) {
  const Messages messages{campaign(GetParam())};
  std::string first;
  std::string again;
  messages.write_request(42, first);
  messages.write_request(43, again);
  EXPECT_NE(first, again);
  messages.write_request(42, again);
  EXPECT_EQ(first, again);
}

TEST_P(EachKind, is_found_by_its_id_in_an_event_of_its_own_run_only) {
  const Messages messages{campaign(GetParam())};
  const std::string event = R"({"data":{"message":{"provider_id":")" + messages.id(123'456) + R"("}}})";
  EXPECT_EQ(messages.find(event), 123'456U);
  EXPECT_EQ(Messages{campaign(GetParam(), 78)}.find(event), std::nullopt);
  EXPECT_EQ(messages.find(messages.id(5).substr(0, messages.id(5).size() - 1)), std::nullopt);
}

TEST_P(EachKind, comes_from_as_many_customers_as_asked) {
  const Messages messages{campaign(GetParam())};
  std::set<std::string> ids;
  std::set<std::string> customers;
  for (std::uint64_t number = 0; number < 5'000; ++number) {
    ids.insert(messages.id(number));
    customers.insert(messages.customer(number));
  }
  EXPECT_EQ(ids.size(), 5'000U);
  EXPECT_EQ(customers.size(), 100U);
}

INSTANTIATE_TEST_SUITE_P(Kinds, EachKind, testing::Values("whatsapp", "twilio", "telegram"));

}  // namespace
}  // namespace switchroom::traffic
