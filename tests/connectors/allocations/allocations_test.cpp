// A text message of the channels that post JSON signed by HMAC-SHA256 costs no allocation, once a thread has taken one.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <string>

#include "connectors/batch.hpp"
#include "connectors/registry.hpp"

namespace {

thread_local std::size_t allocations = 0;

}  // namespace

void* operator new(std::size_t bytes) {
  ++allocations;
  if (void* const memory = std::malloc(bytes)) return memory;
  throw std::bad_alloc{};
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace switchroom::connectors {
namespace {

constexpr std::size_t spare_bytes = 64;

class Allocations : public testing::TestWithParam<const char*> {};

TEST_P(Allocations, are_none_for_the_second_message) {
  const Connector& connector = *find_connector(GetParam());
  Credentials credentials;
  make_up_settings(connector, credentials);
  const Draft draft{.id = std::string{connector.sample.id},
                    .from = std::string{connector.sample.from},
                    .name = "Ann Example-Person",
                    .text = "Hello, my last invoice seems to be wrong. Can you please have a look at it?",
                    .at_ms = 1'760'000'000'000,
                    .path = "/hooks/demo/channel"};
  OwnedRequest request = connector.compose(draft, credentials);
  const std::size_t size = request.body.size();
  request.body.append(spare_bytes, '\0');
  const std::vector<Header> headers = headers_of(request);
  Request view = view_of(request, headers);
  view.body = view.body.substr(0, size);
  view.spare_bytes = spare_bytes;
  for (int i = 0; i < 3; ++i) {
    const std::size_t before = allocations;
    const Result<void> authentic = connector.verify(view, credentials, instant_of_ms(draft.at_ms));
    Result<Delivery> delivery = connector.decode(view, credentials);
    const std::size_t cost = allocations - before;
    ASSERT_TRUE(authentic && delivery);
    ASSERT_EQ(delivery->messages.size(), 1U);
    EXPECT_EQ(delivery->messages[0].text, draft.text);
    recycle(*std::move(delivery));
    if (i > 0) EXPECT_EQ(cost, 0U);
  }
}

INSTANTIATE_TEST_SUITE_P(SignedJson, Allocations,
                         testing::Values("whatsapp", "messenger", "instagram", "line", "slack", "viber", "zalo", "x",
                                         "sinch", "telegram", "teams", "kakao", "standard-webhooks", "stripe",
                                         "mapped"),
                         [](const auto& info) {
                           std::string name{info.param};
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

TEST(Recycling, leaves_nothing_of_the_last_message) {
  Delivery delivery;
  delivery.messages.resize(40);
  for (InboundMessage& message : delivery.messages) {
    message.text = std::string(5000, 'x');
    message.provider_id = "an id that is longer than a short text";
    message.kind = MessageKind::edit;
    message.at_ms = 7;
    message.status = DeliveryStatus::read;
    message.location.name = "here";
    message.media.emplace_back();
    message.recipients.emplace_back("a@example.org");
  }
  recycle(std::move(delivery));
  JsonReader::Document document{R"({"text":"hi"})"};
  Batch batch{document};
  EXPECT_EQ(batch.start(), InboundMessage{});
  batch.start().text = "withdrawn";
  batch.withdraw();
  const Result<Delivery> next = std::move(batch).finish();
  ASSERT_TRUE(next);
  ASSERT_EQ(next->messages.size(), 1U);
  EXPECT_EQ(next->messages[0], InboundMessage{});
}

}  // namespace
}  // namespace switchroom::connectors
