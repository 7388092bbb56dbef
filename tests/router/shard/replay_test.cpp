#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/router/shard/bench.hpp"

// The recorded inbox, folded again, gives the same decisions byte for byte: at once, in batches of any size, and from a
// restart at any position.

namespace switchroom::shard::test {
namespace {

constexpr int entries = 60;

/// An edit of a message that may come later, or a part of a long one.
storage::FrameInput random_waiting(std::mt19937& random, int i) {
  const auto pick = [&random](int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); };
  storage::FrameInput input = message(fmt::format("+{}", pick(12)), fmt::format("w{}", i), "hello");
  connectors::InboundMessage& what = std::get<storage::MessageInput>(input).message;
  if (pick(2) == 0) {
    what.kind = connectors::MessageKind::edit;
    what.ref = fmt::format("m{}", pick(entries));
  } else {
    what.part = {.ref = fmt::format("{}", pick(3)), .number = 1 + static_cast<std::uint32_t>(pick(3)), .total = 3};
  }
  return input;
}

storage::FrameInput random_input(std::mt19937& random, int i) {
  const auto pick = [&random](int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); };
  const std::string key = fmt::format("key-{}", pick(10) == 0 ? i - 1 : i);  // now and then a key that was used
  switch (pick(12)) {
    case 0:
      return configuration(mails_document(1 + pick(3)), key);
    case 1:
      return status(pick(2) ? "ann" : "bob", pick(2) ? Status::online : Status::away, key);
    case 2:
    case 3:
      return close(static_cast<std::uint64_t>(1 + pick(20)), key);
    case 4:
      return random_waiting(random, i);
    case 5:
      return storage::AdvanceInput{};
    case 6:
      return answer(static_cast<std::uint64_t>(1 + pick(20)), key);
    case 7:
    case 8:
    case 9: {
      storage::FrameInput input = mail(fmt::format("{}@example.org", pick(4)), fmt::format("{}@x", pick(entries)),
                                       pick(2) ? "Kettle" : "Re: pot");
      connectors::InboundMessage& written = std::get<storage::MessageInput>(input).message;
      if (pick(2)) written.references = {fmt::format("{}@x", pick(entries))};
      if (pick(3) == 0) written.text = "your hours?";
      return input;
    }
    default:
      return message(fmt::format("+{}", pick(12)), fmt::format("m{}", pick(entries)),
                     pick(3) == 0 ? "a refund, please" : "hello");
  }
}

std::uint64_t record_inbox(Bench& bench, unsigned seed) {
  std::mt19937 random{seed};
  std::uint64_t last = bench.append({configuration(mails_document(2), "first")});
  for (int i = 0; i < entries; ++i) {
    std::vector<storage::FrameInput> inputs;
    for (unsigned count = 1 + random() % 3; count > 0; --count) inputs.push_back(random_input(random, i));
    if (random() % 10 == 0) bench.advance(Milliseconds{61'000});
    last = bench.append(std::move(inputs));
  }
  return last;
}

/// Copies an inbox with its times into another shard's.
void copy_inbox(Bench& from, Bench& to) {
  for (const Entry& entry : from.read(1)) {
    storage::FrameWriter writer;
    for (const auto& input : entry.inputs) writer.add(input);
    const std::string id = fmt::format("{}-0", entry.n), at = fmt::format("{}", ms_of(entry.at)), frame = writer.take();
    to.server.ask(redis::Command{"XADD", to.keys.inbox, id, "t", at, "f", frame});
    const std::string n = fmt::format("{}", entry.n);
    to.server.ask(redis::Command{"HSET", to.keys.head, "n", n, "ms", at});
  }
}

std::string fold_with_restarts(Bench& bench, std::uint64_t last, std::uint64_t every) {
  std::string bytes;
  auto fold = bench.take_over();
  while (bench.position < last) {
    std::vector<storage::Decision> decisions = bench.fold_up_to(*fold, std::min(last, bench.position + every));
    for (const storage::Decision& decision : decisions) storage::encode({decision}, bytes);
    EXPECT_EQ(fold->drift(), Units{});
    fold = bench.take_over();
  }
  return bytes;
}

TEST(Replay, GivesTheSameDecisionsFromARestartAtAnyPosition) {
  for (const unsigned seed : {1u, 2u, 3u, 4u}) {
    Bench original;
    const std::uint64_t last = record_inbox(original, seed);
    const std::string at_once = fold_with_restarts(original, last, last);
    ASSERT_GT(at_once.size(), 1000u) << "the recorded inbox decides something";
    for (const std::uint64_t every : {1u, 7u}) {
      Bench again;
      copy_inbox(original, again);
      EXPECT_EQ(fold_with_restarts(again, last, every), at_once)
          << "seed " << seed << ", a restart every " << every << " entries";
    }
  }
}

}  // namespace
}  // namespace switchroom::shard::test
