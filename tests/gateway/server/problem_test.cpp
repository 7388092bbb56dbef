#include "gateway/server/problem.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>

namespace switchroom::server {
namespace {

namespace json = boost::json;

bool has_header(const Reply& reply, std::string_view name, std::string_view value) {
  return std::ranges::any_of(reply.headers, [&](const ReplyHeader& h) { return h.name == name && h.value == value; });
}

TEST(Problem, SaysWhatWhereAndWhatToDo) {
  const Reply reply = problem({Fault::invalid_action, "ticket", "t1-x", "a ticket id"}, "r-1");
  EXPECT_EQ(reply.status, 422);
  EXPECT_EQ(reply.content_type, "application/problem+json");
  EXPECT_EQ(json::parse(reply.body), json::parse(R"({
    "type": "/docs/errors#invalid_action", "title": "The action is not possible", "status": 422,
    "detail": "ticket: found t1-x; expected a ticket id", "request_id": "r-1",
    "remedy": "Correct the field that the answer names."})"));
}

TEST(Problem, IsADocumentForEachFault) {
  for (const FaultRow& row : fault_table()) {
    const Reply reply = problem({row.fault, "here", "this", "that"}, "r");
    EXPECT_EQ(json::parse(reply.body).at("title").as_string(), row.title);
    EXPECT_EQ(reply.status, row.http_status >= 400 ? row.http_status : 500) << row.name;
    EXPECT_EQ(has_header(reply, "Retry-After", "1"), reply.status == 503) << row.name;
  }
}

TEST(Problem, AsksForAToken) {
  EXPECT_TRUE(has_header(problem({Fault::unauthenticated, {}, {}, {}}, "r"), "WWW-Authenticate", "Bearer"));
  EXPECT_TRUE(has_header(problem({Fault::forged_signature, {}, {}, {}}, "r"), "WWW-Authenticate", "Signature"));
}

TEST(Problem, EscapesWhateverItShows) {
  const std::string wild{"\"\\\n\x1b[31m\0 caf\xc3\xa9 \x7f", 18};
  const Reply reply = problem({Fault::malformed_request, wild, {}, {}}, wild);
  EXPECT_EQ(json::parse(reply.body).at("detail").as_string(), wild);
  EXPECT_EQ(json::parse(reply.body).at("request_id").as_string(), wild);
  EXPECT_EQ(std::ranges::count_if(reply.body, [](char c) { return c >= 0 && c < 0x20 && c != '\n'; }), 0);
}

TEST(Problem, ReplacesWhatIsNotUtf8) {
  std::string out;
  append_json_string(out, "a\xff\xc3");
  EXPECT_EQ(out, "\"a??\"");
}

}  // namespace
}  // namespace switchroom::server
