#include <gmock/gmock.h>

#include <boost/json/parse.hpp>

#include "connectors/registry.hpp"
#include "program_run.hpp"
#include "served_desk.hpp"

namespace switchroom::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Send, WhatIsPrintedIsAcceptedByInspectForEveryKind) {
  for (const connectors::Connector* connector : connectors::all_connectors()) {
    const std::string kind{connector->kind};
    const ProgramRun printed =
        switchroom({"send", kind, "--print", "--text", "I want a refund \"now\" 退款", "--name", "Zoë"});
    ASSERT_EQ(printed.exit, 0) << printed.err;
    const ProgramRun inspected = switchroom({"inspect", kind}, {.in = printed.out});
    ASSERT_EQ(inspected.exit, 0) << inspected.out;
    const boost::json::value result = boost::json::parse(inspected.out);
    EXPECT_EQ(result.at("accept"), true) << inspected.out;
    if (connector->read_page != nullptr) {  // the delivery only says that there are messages to be pulled
      EXPECT_EQ(result.at("errands").at(0).at("kind"), "pull_messages") << kind;
      continue;
    }
    EXPECT_EQ(result.at("messages").at(0).at("text"), "I want a refund \"now\" 退款") << kind;
  }
}

TEST(Send, ACustomersAddressAndAMessagesIdCanBeChosen) {
  const ProgramRun printed = switchroom({"send", "whatsapp", "--print", "--from", "+8613800138000", "--id", "wamid.X"});
  const boost::json::value result =
      boost::json::parse(switchroom({"inspect", "whatsapp", "-"}, {.in = printed.out}).out);
  EXPECT_EQ(result.at("messages").at(0).at("from"), "+8613800138000");
  EXPECT_EQ(result.at("messages").at(0).at("provider_id"), "wamid.X");
}

TEST(Send, TheChannelOfTheWorkspaceFileSignsWithItsSecret) {
  ServedDesk served;
  const TemporaryFile secret{"the-real-secret\n"};
  const TemporaryFile document{
      replaced(replaced(text_of("config/samples/workspace.yaml"), "file:whatsapp_app_secret", "file:" + secret.path()),
               "file:whatsapp_verify_token", "file:" + secret.path())};
  const ProgramRun run = switchroom({"send", "whatsapp", "--workspace-file", document.path(), "--url", served.url()});
  EXPECT_EQ(run.exit, 0) << run.err;
  EXPECT_EQ(run.out, "200\n");
  ASSERT_EQ(served.deliveries.size(), 1U);
  EXPECT_EQ(served.deliveries[0].path, "/hooks/demo/whatsapp");
  EXPECT_THAT(run.err, Not(HasSubstr("the-real-secret")));
}

TEST(Send, WithATokenTheChannelComesFromTheServer) {
  ServedDesk served;
  const TemporaryFile secret{"the-real-secret\n"};
  served.desk.backend.in_force =
      replaced(text_of("config/samples/workspace.yaml"), "file:telegram_secret_token", "file:" + secret.path());
  const ProgramRun run = switchroom(
      {"send", "telegram"}, {.variables = {{"SWITCHROOM_URL", served.url()}, {"SWITCHROOM_TOKEN", served.desk.admin}}});
  EXPECT_EQ(run.exit, 0) << run.err;
  ASSERT_EQ(served.deliveries.size(), 1U);
  EXPECT_EQ(served.deliveries[0].path, "/hooks/demo/telegram");
}

TEST(Send, ASecretFromAFileIsEnough) {
  ServedDesk served;
  const TemporaryFile secret{"s"};
  const ProgramRun run = switchroom(
      {"send", "telegram", "--secret-file", "secret_token=" + secret.path(), "--channel", "tg", "--url", served.url()});
  EXPECT_EQ(run.exit, 0) << run.err;
  EXPECT_EQ(served.deliveries.at(0).path, "/hooks/demo/tg");
}

TEST(Send, WithoutASecretNothingIsSent) {
  ServedDesk served;
  const ProgramRun run = switchroom({"send", "whatsapp", "--url", served.url()});
  EXPECT_EQ(run.exit, 4);
  EXPECT_THAT(run.err, HasSubstr("app_secret"));
  EXPECT_TRUE(served.deliveries.empty());
}

TEST(Send, TheServersRefusalIsShown) {
  ServedDesk served;
  const TemporaryFile secret{"s"};
  const ProgramRun run = switchroom({"send", "telegram", "--secret-file", "secret_token=" + secret.path(),
                                     "--workspace", "nowhere", "--url", served.url()});
  EXPECT_EQ(run.exit, 1);
  EXPECT_THAT(run.err, HasSubstr("404: No such channel"));
}

TEST(Send, AnUnknownKindIsAnsweredWithTheNearest) {
  const ProgramRun run = switchroom({"send", "whatsap"});
  EXPECT_EQ(run.exit, 2);
  EXPECT_THAT(run.err, HasSubstr("whatsapp"));
}

TEST(Inspect, ALineThatIsNoRecordGetsItsErrorAndTheRestGoesOn) {
  const ProgramRun printed = switchroom({"send", "telegram", "--print"});
  const ProgramRun run = switchroom({"inspect", "telegram"}, {.in = "nonsense\n\n" + printed.out});
  EXPECT_EQ(run.exit, 3);
  const std::size_t end = run.out.find('\n');
  EXPECT_EQ(boost::json::parse(run.out.substr(0, end)).at("accept"), false);
  EXPECT_EQ(boost::json::parse(run.out.substr(end + 1)).at("accept"), true);
}

TEST(Inspect, AFileOfLinesIsReadAndAMissingOneIsAFailure) {
  const TemporaryFile file{switchroom({"send", "telegram", "--print"}).out};
  EXPECT_EQ(switchroom({"inspect", "telegram", file.path()}).exit, 0);
  EXPECT_EQ(switchroom({"inspect", "telegram", "/nowhere"}).exit, 1);
}

}  // namespace
}  // namespace switchroom::cli
