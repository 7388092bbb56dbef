#include <gmock/gmock.h>

#include "desk.hpp"
#include "gateway/api/json_views.hpp"

namespace switchroom::api {
namespace {

TEST(Reading, ATicketTellsItsHistoryAndWhy) {
  Desk desk;
  const server::Reply reply = desk.ask({.method = "GET", .path = "/v1/tickets/t0-1", .token = desk.ann});
  ASSERT_EQ(reply.status, 200);
  EXPECT_EQ(header_of(reply, "ETag"), "\"3\"");
  const boost::json::value ticket = json_of(reply);
  EXPECT_EQ(ticket.at("customer"), "c0-7");
  EXPECT_EQ(ticket.at("messages").at(0).at("text"), "I want a refund");
  const boost::json::value& decision = ticket.at("decisions").at(0);
  EXPECT_EQ(decision.at("at"), "2023-11-14T22:13:20.123Z");
  EXPECT_EQ(decision.at("rules").at(0),
            boost::json::value({{"rule", "refund"}, {"keyword", "refund"}, {"begin", 9}, {"end", 15}}));
  EXPECT_EQ(decision.at("rules").at(1), boost::json::value({{"rule", "always"}}));
  EXPECT_EQ(
      decision.at("lost"),
      boost::json::value({{"NOT_IN_GROUP", 1}, {"NO_SKILL", 2}, {"STATUS", 3}, {"AT_LIMIT", 4}, {"GROUP_LIMIT", 5}}));
  EXPECT_EQ(decision.at("winner").at("units_in_use"), 0.5);
  EXPECT_FALSE(decision.at("winner").as_object().contains("last_assigned"));
  EXPECT_EQ(decision.at("runner_up").at("last_assigned"), "2020-09-13T12:26:40.000Z");
}

TEST(Reading, AFileIsToBeSavedAndNeverShown) {
  Desk desk;
  const server::Reply reply =
      desk.ask({.method = "GET", .path = "/v1/files/" + std::string(64, 'a'), .token = desk.bob});
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "<script>");
  EXPECT_EQ(reply.content_type, "application/octet-stream");
  EXPECT_EQ(header_of(reply, "Content-Disposition"), "attachment");
  EXPECT_EQ(header_of(reply, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(desk.ask({.method = "GET", .path = "/v1/files/" + std::string(64, 'b'), .token = desk.bob}).status, 404);
}

TEST(Reading, DecisionsCanBeReadAlone) {
  Desk desk;
  const server::Reply reply = desk.ask({.method = "GET", .path = "/v1/tickets/t0-1/decisions", .token = desk.bob});
  EXPECT_EQ(json_of(reply).at("decisions").at(0).at("agent"), "ann");
}

TEST(Reading, AnAgentsListHoldsHisTicketsWithoutTheirHistory) {
  Desk desk;
  const boost::json::value mine =
      json_of(desk.ask({.method = "GET", .path = "/v1/agents/me/tickets", .token = desk.ann}));
  EXPECT_EQ(mine.at("agent"), "ann");
  EXPECT_EQ(mine.at("tickets").at(0).at("id"), "t0-1");
  EXPECT_FALSE(mine.at("tickets").at(0).as_object().contains("messages"));
  EXPECT_TRUE(json_of(desk.ask({.method = "GET", .path = "/v1/agents/me/tickets", .token = desk.bob}))
                  .at("tickets")
                  .as_array()
                  .empty());
}

TEST(Reading, ACustomerIsFoundByIdentityWithThePlusWrittenEitherWay) {
  Desk desk;
  for (const char* query : {"identity=whatsapp:%2B4915112345678", "identity=whatsapp:+4915112345678",
                            "x=1&identity=whatsapp%3a%2b4915112345678"}) {
    const server::Reply reply = desk.ask({.method = "GET", .path = "/v1/customers", .query = query, .token = desk.ann});
    ASSERT_EQ(reply.status, 200) << query;
    EXPECT_EQ(json_of(reply).at("id"), "c0-7");
    EXPECT_EQ(json_of(reply).at("open_ticket"), "t0-1");
  }
}

TEST(Reading, AnIdentityThatIsNoneIsRefused) {
  Desk desk;
  for (const char* query : {"", "identity", "identity=", "identity=whatsapp", "identity=%", "identity=a:%zz",
                            "identity=a:%00", "identity=a:%4"})
    EXPECT_EQ(desk.ask({.method = "GET", .path = "/v1/customers", .query = query, .token = desk.ann}).status, 400)
        << query;
}

TEST(Reading, GroupsAreForThoseWhoLeadThem) {
  Desk desk;
  const server::Reply reply = desk.ask({.method = "GET", .path = "/v1/groups", .token = desk.supervisor});
  EXPECT_EQ(reply.status, 200);
  const boost::json::value document = json_of(reply);
  const boost::json::value& support = document.at("groups").at(0);
  EXPECT_EQ(support.at("waiting"), 2);
  EXPECT_EQ(support.at("units_in_use"), 1.5);
  EXPECT_EQ(support.at("agents").at("online"), 2);
  EXPECT_EQ(support.at("this_hour").at("jain"), 0.98);
  EXPECT_EQ(desk.ask({.method = "GET", .path = "/v1/groups", .token = desk.bob}).status, 403);
}

TEST(Reading, InstantsAreRfc3339InUtc) {
  EXPECT_EQ(rfc3339(instant_of_ms(1)), "1970-01-01T00:00:00.001Z");
  EXPECT_EQ(rfc3339(instant_of_ms(253'402'300'799'999)), "9999-12-31T23:59:59.999Z");
}

TEST(Reading, AnInstantThatCantBeIsLeftOut) {
  for (const std::int64_t ms :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{253'402'300'800'000}, std::numeric_limits<std::int64_t>::max()})
    EXPECT_EQ(rfc3339(instant_of_ms(ms)), "");
}

}  // namespace
}  // namespace switchroom::api
