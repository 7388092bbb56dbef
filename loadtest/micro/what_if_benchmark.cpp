// The time to fold a recording of 50,000 tickets once: an arrival, and a close after it was held for a while, each; 200
// agents, 20 groups, 200 rules. `switchroom what-if` folds twice.

#include <benchmark/benchmark.h>

#include <random>
#include <string>

#include "config/documents/workspace_document.hpp"
#include "router/whatif/course.hpp"

namespace switchroom::whatif {
namespace {

constexpr std::uint32_t tickets = 50'000, agents = 200, groups = 20, rules = 200;

std::string document() {
  std::string text =
      "workspace: demo\ndefault_group: g0\nskills: [s0, s1, s2, s3]\nchannels:\n  - {id: chat, kind: whatsapp, "
      "settings: "
      "{app_secret: env:NONE, verify_token: env:NONE}}\ngroups:\n";
  for (std::uint32_t i = 0; i < groups; ++i) text += "  - id: g" + std::to_string(i) + "\n";
  text += "agents:\n";
  for (std::uint32_t i = 0; i < agents; ++i)
    text += "  - {id: a" + std::to_string(i) + ", groups: [g" + std::to_string(i % groups) + "], skills: {s" +
            std::to_string(i % 4) + ": 5}, limit: 5, first_status: online}\n";
  text += "rules:\n";
  for (std::uint32_t i = 0; i < rules; ++i)
    text += "  - {id: r" + std::to_string(i) + ", when: {keywords: [word" + std::to_string(i) + "]}, then: {group: g" +
            std::to_string(i % groups) + "}}\n";
  return text;
}

Result<workspace::Workspace> parse(std::string_view text) {
  auto decoded = documents::decode_workspace(text, "benchmark.yaml");
  if (decoded) return std::move(*decoded);
  return std::unexpected(decoded.error().front());
}

Recording recording() {
  const workspace::Workspace workspace = parse(document()).value();
  workspace::Numbering numbering;
  numbering.take(workspace);
  Recording made;
  made.workspace = WorkspaceId{1};
  made.name = "demo";
  made.numbering = workspace::encode(numbering);
  made.documents = {document()};
  made.begin = instant_of_ms(1'000'000);
  std::minstd_rand chance{1};
  made.entries.resize(tickets);
  for (std::uint32_t i = 0; i < tickets; ++i) {
    const Instant at = made.begin + Milliseconds{i * 100};
    storage::MessageInput message{WorkspaceId{1}, ChannelId{1}, {}, {}};
    message.message.text =
        "Hello, I have a question about word" + std::to_string(chance() % (2 * rules)) + " and my last order, please";
    made.entries[i].inputs.emplace_back(std::move(message));
    Event event{.moment = {at, 2 * i}, .kind = Event::Kind::arrive, .subject = i};
    event.message = &std::get<storage::MessageInput>(made.entries[i].inputs[0]);
    made.events.push_back(event);
    Case one{.ticket = TicketId{i + 1}, .opened = true, .opened_at = at, .deeds = {}};
    shard::Action close;
    close.kind = shard::ActionKind::close_ticket;
    close.ticket = one.ticket;
    const Milliseconds held{chance() % 120'000};
    one.deeds.push_back(
        {.recorded = {at + held, 2 * i + 1}, .action = close, .held = true, .after = held, .assignment = 1});
    made.numbers.emplace(one.ticket, i);
    made.cases.push_back(std::move(one));
    made.end = at;
  }
  return made;
}

void fold(benchmark::State& state, bool names) {
  const Recording made = recording();
  for (auto _ : state) {
    const Result<Course> course = fold_again(made, parse, made.documents.front(), names);
    state.counters["given"] = 0;
    for (const Journey& journey : course.value().journeys) state.counters["given"] += journey.agent ? 1 : 0;
  }
}
BENCHMARK_CAPTURE(fold, tickets_50000, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(fold, tickets_50000_with_names, true)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace switchroom::whatif
