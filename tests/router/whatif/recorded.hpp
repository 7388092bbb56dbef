#pragma once
// An inbox that was folded and committed on a real Redis at times that the test chooses, and what folds it again.

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/cli/material.hpp"
#include "router/whatif/comparison.hpp"
#include "tests/router/shard/bench.hpp"

namespace switchroom::whatif::test {

using shard::Action;
using shard::ActionKind;
using shard::test::Bench;

/// A shard whose inbox's clock the test sets.
class Recorded {
 public:
  Recorded() : fold_(bench_.take_over()) {}

  void at(std::int64_t ms, std::vector<storage::FrameInput> inputs) {
    storage::FrameWriter writer;
    for (const auto& input : inputs) writer.add(input);
    const std::string frame = writer.take(), n = fmt::format("{}", ++last_), id = n + "-0";
    const std::string time = fmt::format("{}", begin_ + ms);
    bench_.server.ask(redis::Command{"XADD", bench_.keys.inbox, id, "t", time, "f", frame});
    bench_.server.ask(redis::Command{"HSET", bench_.keys.head, "n", n, "ms", time});
    bench_.fold_up_to(*fold_, last_);
  }

  void act(std::int64_t ms, ActionKind kind, std::uint64_t ticket, std::string_view actor = {}) {
    Action action;
    action.kind = kind;
    action.workspace = "demo";
    action.idempotency_key = fmt::format("key {}", last_);
    action.actor = actor;
    action.role = actor.empty() ? Role::supervisor : Role::agent;
    action.ticket = TicketId{ticket};
    at(ms, {storage::ActionInput{encode(action)}});
  }

  Recording recording(Milliseconds since = std::chrono::hours{1}) {
    Result<Material> material = bench_.run(cli::read_material(bench_.connection(), bench_.keys, {"demo", since}, true));
    return recording_of(std::move(material.value())).value();
  }

  std::int64_t ms_now() {
    return std::stoll(bench_.server.ask(redis::Command{"TIME"}).elements.at(0).text) * 1000 - begin_;
  }

 private:
  Bench bench_;
  std::int64_t begin_ = std::stoll(bench_.server.ask(redis::Command{"TIME"}).elements.at(0).text) * 1000 - 600'000;
  std::unique_ptr<shard::Fold> fold_;
  std::uint64_t last_ = 0;
};

struct Both {
  Course before, after;
  Comparison comparison;
};

/// Under the rules that were in force, and under `rules`.
inline Both fold_both(const Recording& recording, const std::string& rules) {
  Both both{fold_again(recording, shard::test::parse, std::nullopt, true).value(),
            fold_again(recording, shard::test::parse, rules, true).value(),
            {}};
  both.comparison = compare(recording, both.before, both.after);
  return both;
}

}  // namespace switchroom::whatif::test
