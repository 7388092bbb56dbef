#include "connectors/mail_delivery.hpp"

#include <gtest/gtest.h>

namespace switchroom::connectors {
namespace {

InboundMessage delivered(std::string_view fields, std::vector<std::string> recipients) {
  const std::string mail = "From: ann@example.org\r\n" + std::string{fields} + "\r\nIt leaks.\r\n";
  return delivery_of_mail(mail, {.from = "<ann@example.org>", .recipients = std::move(recipients)}).value().messages[0];
}

TEST(MailDelivery, KnowsWhetherTheMailNamesUs) {
  const std::vector<std::string> ours{"support+t0-1-abc@shop.example"};
  EXPECT_FALSE(delivered("To: Bob <bob@x.example>, \"Us\" <Support@Shop.example>\r\n", ours).blind);
  EXPECT_FALSE(delivered("To: bob@x.example\r\nCc: support+other@shop.example\r\n", ours).blind);
  EXPECT_TRUE(delivered("To: support@shop.example.org\r\n", ours).blind);
  EXPECT_TRUE(delivered("To: undisclosed-recipients:;\r\n", ours).blind);
  EXPECT_TRUE(delivered("", ours).blind);
  EXPECT_FALSE(delivered("To: support@shop.example\r\n", {}).blind) << "nobody says where it went: as the mail says";
}

TEST(MailDelivery, MakesTheTokenTheThreadAndKeepsItInTheRecipients) {
  const InboundMessage message = delivered("", {"support+T0-1-Abc@shop.example"});
  EXPECT_EQ(message.thread, "t0-1-abc");
  EXPECT_EQ(message.account, "support@shop.example");
  EXPECT_EQ(message.recipients.at(0), "support+t0-1-abc@shop.example");
}

}  // namespace
}  // namespace switchroom::connectors
