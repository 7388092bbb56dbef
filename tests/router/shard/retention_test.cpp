#include "router/shard/retention.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/router/shard/bench.hpp"

namespace switchroom::shard::test {
namespace {

/// Entries 1 … 40 with times of their own: a second apart, the last one now.
void record(Bench& bench) {
  const auto now = std::stoll(bench.server.ask(redis::Command{"TIME"}).elements.at(0).text) * 1000;
  std::uint64_t bytes = 0;
  for (int n = 1; n <= 40; ++n) {
    const std::string frame(100, 'x'), id = fmt::format("{}-0", n), at = fmt::format("{}", now - (40 - n) * 1000);
    const std::string sum = fmt::format("{}", bytes += frame.size()), number = fmt::format("{}", n);
    bench.server.ask(redis::Command{"XADD", bench.keys.inbox, id, "t", at, "f", frame, "b", sum});
    bench.server.ask(redis::Command{"HSET", bench.keys.head, "n", number, "ms", at, "b", sum});
  }
}

std::uint64_t first(Bench& bench, Retention retention) {
  return bench.run(first_kept(bench.connection(), bench.keys, retention)).value().first;
}

TEST(Retention, KeepsWhatIsWithinTheTime) {
  Bench bench;
  record(bench);
  const std::uint64_t kept = first(bench, {.time = Milliseconds{10'500}, .bytes = 1'000'000});
  EXPECT_GE(kept, 30u);
  EXPECT_LE(kept, 32u) << "a second may have passed";
  EXPECT_EQ(first(bench, {.time = Milliseconds{1'000'000}, .bytes = 1'000'000}), 1u);
}

TEST(Retention, KeepsWhatIsWithinTheBytes) {
  Bench bench;
  record(bench);
  EXPECT_EQ(first(bench, {.time = Milliseconds{1'000'000}, .bytes = 1'000}), 31u);
  EXPECT_EQ(first(bench, {.time = Milliseconds{1'000'000}, .bytes = 1'099}), 31u);
  EXPECT_EQ(first(bench, {.time = Milliseconds{1'000'000}, .bytes = 99}), 41u);
}

TEST(Retention, DecisionsCountToo) {
  Bench bench;
  record(bench);
  bench.server.ask(redis::Command{"HINCRBY", bench.keys.head, "b", "500"});
  EXPECT_EQ(first(bench, {.time = Milliseconds{1'000'000}, .bytes = 1'000}), 36u);
}

TEST(Retention, NothingIsKeptOfAnEmptyInbox) {
  Bench bench;
  EXPECT_EQ(first(bench, {}), 1u);
}

TEST(Retention, CountsTheBytesOfFramesAndDecisions) {
  Bench bench;
  auto fold = bench.take_over();
  bench.append({configuration(sample_document(1), "first")});
  const std::uint64_t last = bench.append({message("+1", "m1", "hello")});
  bench.fold_up_to(*fold, last);
  std::size_t bytes = 0;
  for (const redis::Reply& entry : bench.server.ask(redis::Command{"XRANGE", bench.keys.inbox, "-", "+"}).elements)
    bytes += entry.elements.at(1).elements.at(3).text.size();
  for (const redis::Reply& entry : bench.server.ask(redis::Command{"XRANGE", bench.keys.out, "-", "+"}).elements)
    bytes += entry.elements.at(1).elements.at(3).text.size();
  EXPECT_EQ(bench.server.ask(redis::Command{"HGET", bench.keys.head, "b"}).text, fmt::format("{}", bytes));
}

}  // namespace
}  // namespace switchroom::shard::test
