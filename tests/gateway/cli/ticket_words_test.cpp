#include "gateway/cli/ticket_words.hpp"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>

namespace switchroom::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string words(const char* decision) { return decision_in_words(boost::json::parse(decision).as_object()); }

TEST(TicketWords, AQueuedTicketSaysThatNobodyCouldTakeIt) {
  const std::string text =
      words(R"({"type":"ticket.queued","at":"2026-01-02T03:04:05.678Z","group":"refunds","candidates":0,
                                     "lost":{"STATUS":8},"waited_ms":0,"config_version":2,"rules":[],"skills":[]})");
  EXPECT_THAT(text, HasSubstr("2026-01-02 03:04:05  queued for group refunds: nobody could take it"));
  EXPECT_THAT(text, HasSubstr("8 in a status that gets no work\n                 0 could take it"));
  EXPECT_THAT(text, HasSubstr("none matched"));
  EXPECT_THAT(text, Not(HasSubstr("winner")));
}

TEST(TicketWords, AWinnerIsShownWithHisFiguresBesideTheRunnerUp) {
  const std::string text = words(R"({"type":"assignment.started","agent":"ann","group":"g","candidates":2,
      "winner":{"agent":"ann","units_in_use":0.5,"units_limit":3},
      "runner_up":{"agent":"bob","units_in_use":1,"units_limit":3,"last_assigned":"2026-01-02T03:04:05.678Z"}})");
  EXPECT_THAT(text, HasSubstr("ann: 0.5 of 3 units in use, never assigned before"));
  EXPECT_THAT(text, HasSubstr("bob: 1 of 3 units in use, last assigned 2026-01-02 03:04:05"));
}

TEST(TicketWords, WhyNamesWhoWasKeptOutAndShowsWhereARuleMatched) {
  const std::string text =
      why_in_words(boost::json::parse(R"({"id":"t0-1","state":"queued","group":"g","priority":"high","version":1,
      "messages":[{"text":"Hello, please give me a refund for the last order today"}],
      "decisions":[{"type":"ticket.queued","candidates":0,"lost":{"NO_SKILL":3,"STATUS":1},"step":1,"score_ms":99,
                    "lost_agents":{"NO_SKILL":["ann","bob"],"STATUS":["chen"]},
                    "rules":[{"rule":"refunds","keyword":"Refund","begin":24,"end":30}]}]})")
                       .as_object());
  EXPECT_THAT(text, HasSubstr("3 without the skills: ann, bob and 1 more\n"));
  EXPECT_THAT(text, HasSubstr("1 in a status that gets no work: chen\n"));
  EXPECT_THAT(
      text,
      HasSubstr(R"(refunds ("Refund" at bytes 24-30 of "Hello, please give me a refund for the last order toda"…))"));
  EXPECT_THAT(text, HasSubstr("2 of its route, score 99 ms"));
}

TEST(TicketWords, AnEndSaysWhyAndHasNoCandidates) {
  const std::string text = words(R"({"type":"assignment.ended","agent":"ann","reason":"agent_removed"})");
  EXPECT_THAT(text, HasSubstr("taken from ann: agent_removed"));
  EXPECT_THAT(text, Not(HasSubstr("could take it")));
}

TEST(TicketWords, WhatACustomerWroteCantDriveTheTerminal) {
  const boost::json::value ticket =
      boost::json::parse(R"({"id":"t0-1","messages":[{"text":"\u001b[2J\nhi","name":"\u202eeve","kind":"text"}]})");
  const std::string text = ticket_in_words(ticket.as_object());
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\u202e")));
  EXPECT_THAT(text, HasSubstr(R"("\u001b[2J\u000ahi")"));
}

TEST(TicketWords, ADocumentOfAnotherShapeIsNoCrash) {
  for (const char* document :
       {"{}", R"({"id":5,"messages":{},"decisions":[5,null,{"lost":[],"candidates":"x","winner":5,"rules":[{}]}]})"})
    EXPECT_THAT(ticket_in_words(boost::json::parse(document).as_object()), HasSubstr("Ticket"));
}

}  // namespace
}  // namespace switchroom::cli
