#include <gtest/gtest.h>

#include "desk.hpp"

namespace switchroom::api {
namespace {

const std::string online = R"({"status":"online"})";

TEST(Roles, AnAgentSetsHisOwnStatusByIdAndByMe) {
  Desk desk;
  EXPECT_EQ(desk.ask({.method = "PUT", .path = "/v1/agents/ann/status", .body = online, .token = desk.ann}).status,
            200);
  EXPECT_EQ(desk.ask({.method = "PUT", .path = "/v1/agents/me/status", .body = online, .token = desk.ann}).status, 200);
  for (const shard::Action& action : desk.backend.actions) EXPECT_EQ(action.agent, "ann");
}

TEST(Roles, AnAgentCantTouchAnother) {
  Desk desk;
  EXPECT_EQ(desk.ask({.method = "PUT", .path = "/v1/agents/bob/status", .body = online, .token = desk.ann}).status,
            403);
  EXPECT_EQ(desk.ask({.method = "PUT", .path = "/v1/agents/b%6Fb/status", .body = online, .token = desk.ann}).status,
            403);
  EXPECT_EQ(desk.ask({.method = "GET", .path = "/v1/agents/bob/tickets", .token = desk.ann}).status, 403);
  EXPECT_TRUE(desk.backend.actions.empty());
}

TEST(Roles, SupervisorsAndAdministratorsSetAnyonesStatus) {
  Desk desk;
  EXPECT_EQ(
      desk.ask({.method = "PUT", .path = "/v1/agents/ann/status", .body = online, .token = desk.supervisor}).status,
      200);
  EXPECT_EQ(desk.ask({.method = "PUT", .path = "/v1/agents/ann/status", .body = online, .token = desk.admin}).status,
            200);
}

TEST(Roles, ATokenWithoutAnAgentIsNotMe) {
  Desk desk;
  EXPECT_EQ(desk.ask({.method = "PUT", .path = "/v1/agents/me/status", .body = online, .token = desk.admin}).status,
            422);
}

TEST(Roles, OnlyAdministratorsChangeTheConfigurationAndAgentsDoNotReadIt) {
  Desk desk;
  desk.backend.in_force = "workspace: demo\n";
  EXPECT_EQ(desk.ask({.method = "PUT", .path = "/v1/configuration", .token = desk.supervisor}).status, 403);
  EXPECT_EQ(desk.ask({.method = "PUT", .path = "/v1/configuration", .token = desk.ann}).status, 403);
  EXPECT_EQ(desk.ask({.method = "GET", .path = "/v1/configuration", .token = desk.ann}).status, 403);
  EXPECT_EQ(desk.ask({.method = "GET", .path = "/v1/configuration", .token = desk.supervisor}).status, 200);
  EXPECT_TRUE(desk.backend.actions.empty());
}

TEST(Roles, WhatBelongsToAnotherWorkspaceDoesNotExist) {
  Desk desk;
  EXPECT_EQ(desk.ask({.method = "GET", .path = "/v1/tickets/t0-1", .token = desk.stranger}).status, 404);
  EXPECT_EQ(desk.ask({.method = "GET", .path = "/v1/tickets/t0-1/decisions", .token = desk.stranger}).status, 404);
  EXPECT_EQ(desk.ask({.method = "GET", .path = "/v1/agents/ann/tickets", .token = desk.stranger}).status, 404);
  EXPECT_EQ(desk.ask({.method = "GET",
                      .path = "/v1/customers",
                      .query = "identity=whatsapp:%2B4915112345678",
                      .token = desk.stranger})
                .status,
            404);
}

TEST(Roles, AnActionCarriesWhoseTokenItWas) {
  Desk desk;
  desk.ask({.method = "POST",
            .path = "/v1/tickets/t0-1/close",
            .headers = {{"Idempotency-Key", "k"}, {"If-Match", "*"}},
            .token = desk.bob});
  ASSERT_EQ(desk.backend.actions.size(), 1U);
  EXPECT_EQ(desk.backend.actions[0].actor, "bob");
  EXPECT_EQ(desk.backend.actions[0].role, Role::agent);
  EXPECT_EQ(desk.backend.actions[0].workspace, "demo");
}

}  // namespace
}  // namespace switchroom::api
