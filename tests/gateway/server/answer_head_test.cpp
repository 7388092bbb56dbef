#include "gateway/server/answer_head.hpp"

#include <gtest/gtest.h>

namespace switchroom::server {
namespace {

std::string head_of(const Reply& reply, const AnswerHead& head) {
  std::string out;
  append_answer_head(out, reply, head);
  return out;
}

TEST(AnswerHead, SaysEverythingOnce) {
  const Reply reply{201, "text/plain", "body", {{"ETag", "\"7\""}}};
  EXPECT_EQ(head_of(reply, {.date = "today", .request_id = "r1"}),
            "HTTP/1.1 201 Created\r\nDate: today\r\nContent-Type: text/plain\r\nX-Content-Type-Options: nosniff\r\n"
            "Content-Length: 4\r\nETag: \"7\"\r\nX-Request-Id: r1\r\n\r\n");
}

TEST(AnswerHead, HasNoLengthWhereThereIsNoBody) {
  EXPECT_EQ(head_of({204, {}, "ignored", {}}, {.date = "today"}), "HTTP/1.1 204 No Content\r\nDate: today\r\n\r\n");
}

TEST(AnswerHead, SaysWhetherTheConnectionStays) {
  const Reply reply{204, {}, {}, {}};
  EXPECT_EQ(head_of(reply, {.date = "d", .keep_alive = false}),
            "HTTP/1.1 204 No Content\r\nDate: d\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(head_of(reply, {.date = "d", .is_http_1_0 = true}),
            "HTTP/1.1 204 No Content\r\nDate: d\r\nConnection: keep-alive\r\n\r\n");
}

TEST(AnswerHead, CannotBeSplitByAValue) {
  const Reply reply{204, {}, {}, {{"Location", std::string{"/a\r\nSet-Cookie: b\0", 18}}}};
  EXPECT_EQ(head_of(reply, {.date = "d"}),
            "HTTP/1.1 204 No Content\r\nDate: d\r\nLocation: /a  Set-Cookie: b \r\n\r\n");
}

TEST(AnswerHead, WritesDatesAsRfc9110Does) {
  EXPECT_EQ(http_date(std::chrono::system_clock::from_time_t(784111777)), "Sun, 06 Nov 1994 08:49:37 GMT");
}

}  // namespace
}  // namespace switchroom::server
