#include "gateway/commands/command.hpp"

#include <gtest/gtest.h>

namespace switchroom::commands {
namespace {

Error error_of(std::string_view json) {
  const auto command = command_of(json, "k");
  return command ? Error{} : command.error();
}

TEST(Command, AnAnswerIsTheAgentsOwnRequest) {
  const auto command =
      command_of(R"({"workspace":"demo","actor":"ann","action":"reply","ticket":"t0-1","text":"hi"})", "kafka-0-17");
  ASSERT_TRUE(command);
  EXPECT_EQ(command->who, (api::TokenRecord{"demo", Role::agent, "ann", "kafka", 0}));
  EXPECT_EQ(command->request.method, "POST");
  EXPECT_EQ(command->request.path, "/v1/tickets/t0-1/replies");
  EXPECT_EQ(command->request.body, R"({"text":"hi"})");
  ASSERT_EQ(command->request.headers.size(), 1u);
  EXPECT_EQ(command->request.headers[0].value, "kafka-0-17");
}

TEST(Command, WithoutAnActorItIsASupervisors) {
  const auto command = command_of(R"({"workspace":"demo","action":"transfer","ticket":"t0-1","group":"billing"})", "k");
  ASSERT_TRUE(command);
  EXPECT_EQ(command->who.role, Role::supervisor);
  EXPECT_EQ(command->request.path, "/v1/tickets/t0-1/actions/transfer");
}

TEST(Command, AStatusIsTheActorsUnlessItNamesAnother) {
  const auto own = command_of(R"({"workspace":"demo","actor":"ann","action":"status","status":"away"})", "k");
  ASSERT_TRUE(own);
  EXPECT_EQ(own->request.method, "PUT");
  EXPECT_EQ(own->request.path, "/v1/agents/ann/status");
  EXPECT_EQ(error_of(R"({"workspace":"demo","action":"status","status":"away"})").where, "agent");
}

TEST(Command, ACloseWithoutAVersionClosesWhateverIsThere) {
  const auto any = command_of(R"({"workspace":"demo","action":"close","ticket":"t0-1"})", "k");
  const auto exact = command_of(R"({"workspace":"demo","action":"close","ticket":"t0-1","version":3})", "k");
  ASSERT_TRUE(any && exact);
  EXPECT_EQ(any->request.headers.back().name, "If-Match");
  EXPECT_EQ(exact->request.headers.back().name, "Idempotency-Key");
}

TEST(Command, NamesAreNoWayIntoAnotherPath) {
  const auto command = command_of(R"({"workspace":"demo","action":"../../close","ticket":"t0-1/../x"})", "k");
  ASSERT_TRUE(command);
  EXPECT_EQ(command->request.path.find("../"), std::string::npos);
}

TEST(Command, SaysWhichMemberIsWrong) {
  EXPECT_EQ(error_of("[]").where, "command");
  EXPECT_EQ(error_of("{").where, "command");
  EXPECT_EQ(error_of(R"({"action":"close","ticket":"t0-1"})").where, "workspace");
  EXPECT_EQ(error_of(R"({"workspace":7,"action":"close","ticket":"t0-1"})").where, "workspace");
  EXPECT_EQ(error_of(R"({"workspace":"demo","ticket":"t0-1"})").where, "action");
  EXPECT_EQ(error_of(R"({"workspace":"demo","action":"close"})").where, "ticket");
}

}  // namespace
}  // namespace switchroom::commands
