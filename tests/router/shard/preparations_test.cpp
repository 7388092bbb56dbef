#include "router/shard/preparations.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <semaphore>
#include <stdexcept>
#include <thread>

#include "tests/router/shard/bench.hpp"

namespace switchroom::shard::test {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// Preparations whose parser says on which thread it ran.
struct Workbench {
  Workbench()
      : preparations(
            context.get_executor(),
            [this](std::string_view text) {
              ++parsed;
              if (std::this_thread::get_id() == owner) ++parsed_by_owner;
              if (text == "throw") throw std::runtime_error("a parser that fails");
              return parse(text);
            },
            [this] { ++told; }) {}

  /// Runs the owner's thread until `met` holds.
  template <class Condition>
  bool until(Condition met) {
    const auto end = std::chrono::steady_clock::now() + 30s;
    while (!met() && std::chrono::steady_clock::now() < end) {
      context.restart();
      context.run_one_for(10ms);
    }
    return met();
  }

  asio::io_context context;
  const std::thread::id owner = std::this_thread::get_id();
  std::atomic<int> parsed = 0, parsed_by_owner = 0;
  int told = 0;
  Workspaces in_force;
  Preparations preparations;
};

Entry entry(std::uint64_t n, std::vector<storage::FrameInput> inputs) {
  return {n, instant_of_ms(1'000 + static_cast<std::int64_t>(n)), std::move(inputs), {}};
}

TEST(Preparations, CompilesOnAThreadOfItsOwnAndTheFoldDoesNotCompileAgain) {
  Workbench bench;
  const std::vector<Wish> wishes{{"demo", sample_document(3)}};
  bench.preparations.expect(wishes[0], {});
  ASSERT_TRUE(bench.until([&] { return bench.preparations.ready(wishes, bench.in_force); }));
  EXPECT_EQ(bench.told, 1);
  EXPECT_EQ(bench.parsed, 1);
  EXPECT_EQ(bench.parsed_by_owner, 0);

  const storage::Keys keys{7};
  Fold fold{
      keys, {}, [](std::string_view) -> Result<workspace::Workspace> { throw std::logic_error("compiled again"); }};
  fold.learn_prepared(bench.preparations.take(wishes, fold.workspaces()));
  fold.fold(entry(1, {configuration(sample_document(3), "k1")}));
  const Batch batch = fold.take_batch();
  EXPECT_EQ(batch.answers.at(0).outcome.version, 1u);
  EXPECT_EQ(batch.answers.at(0).outcome.words, "workspace demo was created");
  EXPECT_EQ(batch.compiled_in_place, 0u);
  EXPECT_EQ(fold.workspaces().find("demo")->engine.agents().size(), 3u);
}

TEST(Preparations, AFoldTakesOnlyWhatFollowsTheVersionInForce) {
  Workbench bench;
  const std::vector<Wish> wishes{{"demo", sample_document(4)}};
  bench.preparations.expect(wishes[0], {});
  ASSERT_TRUE(bench.until([&] { return bench.preparations.ready(wishes, bench.in_force); }));

  const storage::Keys keys{7};
  Fold fold{keys, {}, parse};
  fold.fold(entry(1, {configuration(sample_document(3), "k1")}));
  fold.take_batch();
  EXPECT_TRUE(bench.preparations.take(wishes, fold.workspaces()).empty());
  std::vector<Prepared> stale;
  stale.push_back(prepare(wishes[0], {}, parse));
  fold.learn_prepared(std::move(stale));
  fold.fold(entry(2, {configuration(sample_document(4), "k2")}));
  const Batch batch = fold.take_batch();
  EXPECT_EQ(batch.answers.at(0).outcome.version, 2u);
  EXPECT_EQ(batch.compiled_in_place, 1u);
  EXPECT_EQ(fold.workspaces().find("demo")->engine.agents().at(0).limit, Units{4000});
}

TEST(Preparations, WishesOfOneEntryFollowEachOther) {
  Workbench bench;
  const std::vector<Wish> wishes{
      {"demo", sample_document(3)}, {"demo", "workspace: demo\n  broken"}, {"demo", sample_document(5)}};
  ASSERT_TRUE(bench.until([&] { return bench.preparations.ready(wishes, bench.in_force); }));
  std::vector<Prepared> prepared = bench.preparations.take(wishes, bench.in_force);
  ASSERT_EQ(prepared.size(), 3u);
  EXPECT_EQ(prepared[0].follows, 0u);
  EXPECT_FALSE(prepared[1].compiled);
  EXPECT_EQ(prepared[2].follows, 1u);

  const storage::Keys keys{7};
  Fold fold{
      keys, {}, [](std::string_view) -> Result<workspace::Workspace> { throw std::logic_error("compiled again"); }};
  fold.learn_prepared(std::move(prepared));
  fold.fold(entry(1, {configuration(wishes[0].document, "k1"), configuration(wishes[1].document, "k2"),
                      configuration(wishes[2].document, "k3")}));
  const Batch batch = fold.take_batch();
  EXPECT_TRUE(batch.answers.at(1).outcome.refused);
  EXPECT_EQ(batch.answers.at(2).outcome.version, 2u);
  EXPECT_EQ(batch.replaced.size(), 2u);
}

TEST(Preparations, WhatThrowsIsLeftToTheFold) {
  Workbench bench;
  const std::vector<Wish> wishes{{"demo", "throw"}};
  ASSERT_TRUE(bench.until([&] { return bench.preparations.ready(wishes, bench.in_force); }));
  EXPECT_TRUE(bench.preparations.take(wishes, bench.in_force).empty());
}

TEST(Preparations, AreBoundedAndTheTurnGoesBeforeExpectations) {
  Workbench bench;
  for (int i = 1; i <= 6; ++i) bench.preparations.expect({"demo", sample_document(i)}, {});
  ASSERT_TRUE(bench.until([&] { return bench.told == static_cast<int>(preparations_max); }));
  EXPECT_EQ(bench.parsed, static_cast<int>(preparations_max));
  const std::vector<Wish> turn{{"demo", sample_document(9)}};
  EXPECT_TRUE(bench.until([&] { return bench.preparations.ready(turn, bench.in_force); }));
}

TEST(Preparations, OfALostShardAreDroppedAlsoWhileAtWork) {
  Workbench bench;
  bool over = false;
  Wish wish{"demo", sample_document(3)};
  asio::co_spawn(bench.context, bench.preparations.wait(wish, {}, 60s), [&over](std::exception_ptr) { over = true; });
  bench.until([&] { return bench.parsed > 0; });
  bench.preparations.clear();
  EXPECT_TRUE(bench.until([&] { return over; }));
  const std::vector<Wish> wishes{wish};
  EXPECT_TRUE(bench.preparations.take(wishes, bench.in_force).empty());
}

TEST(Preparations, WhoIsRefusedNeedsNothingAndIsNotFollowed) {
  Workbench bench;
  const std::vector<Wish> wishes{{"demo", sample_document(3), 1}, {"demo", sample_document(5), 0}};
  bench.preparations.expect(wishes[0], {});
  ASSERT_TRUE(bench.until([&] { return bench.preparations.ready(wishes, bench.in_force); }));
  EXPECT_EQ(bench.parsed, 1) << "the first one expects what is not in force";
  std::vector<Prepared> prepared = bench.preparations.take(wishes, bench.in_force);
  ASSERT_EQ(prepared.size(), 1u);
  EXPECT_EQ(prepared[0].follows, 0u);
  EXPECT_EQ(prepared[0].wish, wishes[1]);
}

/// A parser that takes as long as it is told to, even longer than whoever waits for it.
struct SlowParser {
  std::binary_semaphore begun{0}, may_end{0};
};

TEST(Preparations, EndWithoutTheOneThatTakesTooLong) {
  asio::io_context context;
  const auto slow = std::make_shared<SlowParser>();
  const std::weak_ptr<SlowParser> alive = slow;
  const auto wait_in = [slow](std::string_view text) {
    slow->begun.release();
    slow->may_end.acquire();
    return parse(text);
  };
  bool told = false;
  {
    Preparations preparations{context.get_executor(), wait_in, [&told] { told = true; }, 1ms};
    preparations.expect({"demo", sample_document(3)}, {});
    slow->begun.acquire();
    EXPECT_FALSE(Preparations::abandoned_any());
  }
  EXPECT_TRUE(Preparations::abandoned_any());
  slow->may_end.release();
  const auto end = std::chrono::steady_clock::now() + 30s;
  while (alive.use_count() > 2 && std::chrono::steady_clock::now() < end) std::this_thread::yield();
  EXPECT_EQ(alive.use_count(), 2) << "its thread has ended and let go of the parser";
  context.run();
  EXPECT_FALSE(told);
}

TEST(Preparations, WhatFollowsAnOlderVersionIsDropped) {
  Workbench bench;
  const std::vector<Wish> old{{"demo", sample_document(1)}}, other{{"demo", sample_document(2)}};
  bench.preparations.expect(old[0], {});
  bench.preparations.expect(other[0], {7, nullptr, nullptr});
  ASSERT_TRUE(bench.until([&] { return bench.told == 2; }));
  Workspaces now;
  now.add("demo").version = 7;
  bench.preparations.settle({}, now);
  EXPECT_TRUE(bench.preparations.take(old, bench.in_force).empty());
  EXPECT_EQ(bench.preparations.take(other, now).size(), 1u);
}

}  // namespace
}  // namespace switchroom::shard::test
