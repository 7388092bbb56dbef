#include "gateway/mail/mail_route.hpp"

#include <gtest/gtest.h>

#include <string>

namespace switchroom::smtp {
namespace {

std::string repeated(std::string_view text, int times) {
  std::string whole;
  while (times-- > 0) whole += text;
  return whole;
}

int code_of(const std::optional<Reply>& refusal) { return refusal ? refusal->code : 250; }

TEST(RefusalOf, lets_an_ordinary_mail_pass) {
  EXPECT_FALSE(refusal_of("From: ann@example.org\r\n\r\nHi\r\n"));
  EXPECT_FALSE(refusal_of(""));
}

TEST(RefusalOf, refuses_what_went_through_more_than_a_hundred_servers) {
  EXPECT_EQ(code_of(refusal_of(repeated("Received: from a by b\r\n", 100) + "\r\nHi")), 250);
  const auto refusal = refusal_of(repeated("received: from a by b\r\n", 101) + "\r\nHi");
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->code, 554);
  EXPECT_EQ(refusal->status, "5.4.6");
}

TEST(RefusalOf, refuses_bombs_before_they_take_memory) {
  const std::string parts = "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + repeated("--b\r\n\r\n", 600);
  EXPECT_EQ(code_of(refusal_of(parts)), 554);
  EXPECT_EQ(code_of(refusal_of(repeated("X-Padding: x\r\n", 3000) + "\r\nHi")), 554);
  EXPECT_EQ(code_of(refusal_of(std::string((64U << 20) + 1, 'x'))), 552);
}

TEST(ReplyOf, tells_the_sender_to_try_again_where_that_helps) {
  const auto code = [](Fault fault) { return reply_of({fault, {}, {}, {}}).code; };
  for (const Fault fault : {Fault::storage_unavailable, Fault::storage_not_durable, Fault::outcome_unknown,
                            Fault::backlog_full, Fault::too_many_requests, Fault::internal})
    EXPECT_EQ(code(fault), 451) << row_of(fault).name;
  EXPECT_EQ(code(Fault::payload_too_large), 552);
  EXPECT_EQ(code(Fault::unknown_channel), 554);
}

}  // namespace
}  // namespace switchroom::smtp
