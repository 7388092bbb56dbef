#include <gmock/gmock.h>

#include <boost/json/parse.hpp>

#include "program_run.hpp"
#include "served_desk.hpp"

namespace switchroom::cli {
namespace {

using testing::HasSubstr;

Around with_token(const ServedDesk& served, const std::string& token) {
  return {.variables = {{"SWITCHROOM_URL", served.url()}, {"SWITCHROOM_TOKEN", token}}};
}

TEST(StatusCommand, ATicketIsShownWithItsHistoryAndWhy) {
  ServedDesk served;
  const ProgramRun run = switchroom({"status", "t0-1"}, with_token(served, served.desk.ann));
  EXPECT_EQ(run.exit, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("Ticket t0-1: assigned to ann, group refunds, priority normal, version 3"));
  EXPECT_THAT(run.out, HasSubstr("\"I want a refund\""));
  EXPECT_THAT(run.out, HasSubstr("refund (\"refund\" at bytes 9-15)"));
  EXPECT_THAT(
      run.out,
      HasSubstr("1 not in the group, 2 without the skills, 3 in a status that gets no work, 4 at their own limit, "
                "5 held back by the group's limit, 2 could take it"));
}

TEST(StatusCommand, ACustomersNewestTicketIsShown) {
  ServedDesk served;
  const ProgramRun run =
      switchroom({"status", "--customer", "whatsapp:+4915112345678"}, with_token(served, served.desk.ann));
  EXPECT_EQ(run.exit, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("Customer c0-7: whatsapp:+4915112345678"));
  EXPECT_THAT(run.out, HasSubstr("Ticket t0-1: assigned to ann"));
}

TEST(StatusCommand, JsonIsTheServersOwnDocument) {
  ServedDesk served;
  const ProgramRun run = switchroom({"status", "--json", "t0-1"}, with_token(served, served.desk.ann));
  EXPECT_EQ(boost::json::parse(run.out).at("id"), "t0-1");
}

TEST(StatusCommand, AnUnknownTicketIsAFailureAndAForeignTokenSeesNone) {
  ServedDesk served;
  EXPECT_EQ(switchroom({"status", "t0-2"}, with_token(served, served.desk.ann)).exit, 1);
  EXPECT_EQ(switchroom({"status", "t0-1"}, with_token(served, served.desk.stranger)).exit, 1);
  EXPECT_EQ(switchroom({"status", "t0-1"}, with_token(served, "")).exit, 4);
}

TEST(StatusCommand, TheServersHealthNeedsNoToken) {
  ServedDesk served;
  served.checks = {{.name = "redis"}};
  const ProgramRun run = switchroom({"status", "--url", served.url()});
  EXPECT_EQ(run.exit, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("[+]redis ok"));
}

TEST(StatusCommand, AServerThatIsNotReadyIsCode1WithTheReason) {
  ServedDesk served;
  served.checks = {{.name = "redis", .ok = false, .reason = "connection refused"}};
  const ProgramRun run = switchroom({"status", "--ready", "--url", served.url()});
  EXPECT_EQ(run.exit, 1);
  EXPECT_THAT(run.out, HasSubstr("[-]redis: connection refused"));
  EXPECT_EQ(boost::json::parse(switchroom({"status", "--json", "--url", served.url()}).out).at("ready"), false);
}

TEST(StatusCommand, NoServerIsCode6) {
  EXPECT_EQ(switchroom({"status", "--ready", "--url", "http://127.0.0.1:1"}).exit, 6);
}

TEST(StatusCommand, ATicketAndACustomerExcludeEachOther) {
  EXPECT_EQ(switchroom({"status", "t0-1", "--customer", "whatsapp:+49"}).exit, 2);
}

}  // namespace
}  // namespace switchroom::cli
