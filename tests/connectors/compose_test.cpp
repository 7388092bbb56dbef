// What `compose` makes is what the connector itself accepts and understands. That the providers' own libraries accept
// it too is shown by tests/contract.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "connectors/registry.hpp"

namespace switchroom::connectors {
namespace {

Credentials credentials_of(const Connector& connector) {
  Credentials credentials;
  make_up_settings(connector, credentials);
  return credentials;
}

Draft draft_for(const Connector& connector) {
  return {.id = std::string{connector.sample.id},
          .from = std::string{connector.sample.from},
          .name = "Ann \"the\" Ünique",
          .text = "Hi & <b>你好</b> 👍 100% \\\n / ok",
          .at_ms = 1'760'000'000'000,
          .path = "/hooks/demo/x"};
}

class Compose : public testing::TestWithParam<const Connector*> {};

TEST_P(Compose, is_accepted_and_understood_by_its_own_connector) {
  const Connector& connector = *GetParam();
  const Credentials credentials = credentials_of(connector);
  const Draft draft = draft_for(connector);
  const OwnedRequest request = connector.compose(draft, credentials);
  const std::vector<Header> headers = headers_of(request);
  const Request view = view_of(request, headers);
  EXPECT_FALSE(connector.handshake(view, credentials));
  const Result<void> authentic = connector.verify(view, credentials, instant_of_ms(draft.at_ms));
  ASSERT_TRUE(authentic) << describe(authentic.error());
  const Result<Delivery> delivery = connector.decode(view, credentials);
  ASSERT_TRUE(delivery) << describe(delivery.error());
  ASSERT_EQ(delivery->messages.size() + delivery->errands.size(), 1U);
  if (delivery->messages.empty()) return;  // to be pulled
  EXPECT_EQ(delivery->messages[0].provider_id, draft.id);
  EXPECT_EQ(delivery->messages[0].from, draft.from);
  EXPECT_EQ(delivery->messages[0].text, draft.text);
  EXPECT_TRUE(opens_ticket(delivery->messages[0].kind));
}

TEST_P(Compose, is_refused_under_another_secret) {
  const Connector& connector = *GetParam();
  Credentials credentials = credentials_of(connector);
  const OwnedRequest request = connector.compose(draft_for(connector), credentials);
  for (Credentials::Setting& setting : credentials.settings)
    if (setting.name != "public_base_url") setting.values = {"another"};
  EXPECT_FALSE(connector.verify(view_of(request, headers_of(request)), credentials, {}));
}

TEST_P(Compose, makes_an_id_of_any_text) {
  const Connector& connector = *GetParam();
  if (connector.sample.id.empty()) return;  // a provider without ids
  const Credentials credentials = credentials_of(connector);
  Draft draft = draft_for(connector);
  std::vector<std::string> ids;
  for (const char* id : {"first", "second", "first"}) {
    draft.id = id;
    const OwnedRequest request = connector.compose(draft, credentials);
    const Result<Delivery> delivery = connector.decode(view_of(request, headers_of(request)), credentials);
    ASSERT_TRUE(delivery);
    ids.push_back(connector.read_page ? delivery->errands.at(0).id : delivery->messages.at(0).provider_id);
  }
  EXPECT_NE(ids[0], ids[1]);
  EXPECT_EQ(ids[0], ids[2]);
}

INSTANTIATE_TEST_SUITE_P(AllConnectors, Compose, testing::ValuesIn(all_connectors().begin(), all_connectors().end()),
                         [](const auto& info) {
                           std::string name{info.param->kind};
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

TEST(Registry, is_in_alphabetical_order_without_a_null_pointer) {
  std::string_view last;
  for (const Connector* connector : all_connectors()) {
    EXPECT_LT(last, connector->kind);
    last = connector->kind;
    EXPECT_EQ(find_connector(connector->kind), connector);
    EXPECT_TRUE(connector->handshake && connector->verify && connector->decode && connector->acknowledge &&
                connector->compose);
  }
  EXPECT_EQ(find_connector("carrier pigeon"), nullptr);
}

TEST(Batch, a_delivery_beyond_all_bounds_is_undecodable_as_a_whole) {
  const Connector& telegram = *find_connector("telegram");
  std::string body = R"({"update_id":1,"deleted_business_messages":{"chat":{"id":5},"message_ids":[0)";
  for (int i = 1; i <= 5000; ++i) body += ",1";
  Request request;
  request.body = body.append("]}}");
  const Result<Delivery> delivery = telegram.decode(request, {});
  ASSERT_FALSE(delivery);
  EXPECT_EQ(describe(delivery.error()),
            "body: found more than 5000 messages; expected a delivery of at most 1000 messages");
}

}  // namespace
}  // namespace switchroom::connectors
