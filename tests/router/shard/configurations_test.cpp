#include <gtest/gtest.h>

#include "router/shard/action_record.hpp"
#include "tests/router/shard/bench.hpp"

// A document that expects a version takes effect only on top of that one. The one writer decides, in the commit that
// puts it in force: two who saw the same version can't both win, in whichever way their inputs reach the inbox.

namespace switchroom::shard::test {
namespace {

const Outcome& outcome_of(const Bench& bench, std::string_view key) {
  for (const Answered& answer : bench.answers)
    if (answer.key == key) return answer.outcome;
  throw std::logic_error("no answer");
}

std::uint64_t in_force(const Fold& fold) { return fold.workspaces().find("demo")->version; }

TEST(Configurations, OfTwoThatFollowTheSameVersionTheFirstIsGranted) {
  Bench bench;
  auto fold = bench.take_over();
  bench.append({configuration(sample_document(1), "first", 0)});
  bench.append({configuration(sample_document(2), "a", 1), configuration(sample_document(3), "b", 1)});
  bench.fold_up_to(*fold, bench.append({configuration(sample_document(4), "c", 1)}));
  EXPECT_EQ(outcome_of(bench, "a").version, 2u);
  for (const char* late : {"b", "c"}) {
    const Outcome& outcome = outcome_of(bench, late);
    ASSERT_TRUE(outcome.refused) << late;
    EXPECT_EQ(outcome.refused->fault, Fault::stale_version);
    EXPECT_EQ(outcome.refused->found, "version 2");
    EXPECT_EQ(outcome.refused->expected, "version 1");
    EXPECT_EQ(outcome.version, 2u) << "what is in force";
  }
  EXPECT_EQ(in_force(*fold), 2u);
  EXPECT_EQ(fold->workspaces().find("demo")->document, sample_document(2));
}

TEST(Configurations, ARetryOfTheOneThatWonGetsItsOutcomeAgainAlsoAfterARestart) {
  Bench bench;
  auto fold = bench.take_over();
  bench.append({configuration(sample_document(1), "first")});
  bench.fold_up_to(*fold, bench.append({configuration(sample_document(2), "a", 1)}));
  fold = bench.take_over();
  bench.answers.clear();
  bench.fold_up_to(*fold, bench.append({configuration(sample_document(2), "a", 1)}));
  EXPECT_FALSE(outcome_of(bench, "a").refused);
  EXPECT_EQ(outcome_of(bench, "a").version, 2u);
  EXPECT_EQ(in_force(*fold), 2u);
}

storage::FrameInput draft_of(ActionKind kind, const std::string& document, std::string_view key) {
  Action action;
  action.kind = kind;
  action.workspace = "demo";
  action.role = Role::admin;
  action.idempotency_key = key;
  action.document = document;
  action.ends_draft = kind == ActionKind::apply_configuration;
  return storage::ActionInput{encode(action)};
}

TEST(Configurations, ADraftThatWasStoredMeanwhileIsNeitherDroppedNorOvertaken) {
  Bench bench;
  auto fold = bench.take_over();
  bench.append({configuration(sample_document(1), "first")});
  bench.append({draft_of(ActionKind::save_draft, sample_document(2), "read")});
  bench.append({draft_of(ActionKind::save_draft, sample_document(3), "meanwhile")});
  bench.append({draft_of(ActionKind::apply_configuration, sample_document(2), "late")});
  bench.fold_up_to(*fold, bench.append({draft_of(ActionKind::apply_configuration, sample_document(3), "right")}));
  ASSERT_TRUE(outcome_of(bench, "late").refused);
  EXPECT_EQ(outcome_of(bench, "late").refused->where, "draft");
  EXPECT_FALSE(outcome_of(bench, "right").refused);
  EXPECT_EQ(fold->workspaces().find("demo")->document, sample_document(3));
}

TEST(Configurations, TheFirstOfAWorkspaceMayExpectThatThereIsNone) {
  Bench bench;
  auto fold = bench.take_over();
  bench.append({configuration(sample_document(1), "too early", 3)});
  bench.append({configuration(sample_document(1), "first", 0)});
  bench.fold_up_to(*fold, bench.append({configuration(sample_document(2), "second", 0)}));
  EXPECT_EQ(outcome_of(bench, "too early").refused->found, "none");
  EXPECT_FALSE(outcome_of(bench, "first").refused);
  EXPECT_EQ(outcome_of(bench, "second").refused->expected, "none");
  EXPECT_EQ(in_force(*fold), 1u);
}

}  // namespace
}  // namespace switchroom::shard::test
