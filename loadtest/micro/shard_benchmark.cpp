// What the owner of a shard does seldom and all at once: a document of 10,000 agents and 5,000 rules takes effect, and
// 1,000,000 open tickets are loaded from a redis-server of the benchmark's own.

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <ctime>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "config/documents/workspace_document.hpp"
#include "router/shard/takeover.hpp"
#include "storage/redis/connection.hpp"
#include "tests/storage/redis/redis_server.hpp"

namespace switchroom::shard {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

constexpr std::uint32_t agents = 10'000, groups = 100, skills = 500, rules = 5'000;

Result<workspace::Workspace> parse(std::string_view text) {
  auto decoded = documents::decode_workspace(text, "benchmark.yaml");
  if (decoded) return std::move(*decoded);
  return std::unexpected(decoded.error().front());
}

/// `urgent` makes the rules of one document differ from those of another.
std::string document(std::uint32_t rules_in_it, std::string_view priority) {
  std::string text = "workspace: demo\ndefault_group: g0\nskills: [";
  for (std::uint32_t i = 0; i < skills; ++i) text += fmt::format("{}s{}", i == 0 ? "" : ", ", i);
  text +=
      "]\nchannels:\n  - {id: chat, kind: whatsapp, settings: {app_secret: env:NONE, verify_token: "
      "env:NONE}}\ngroups:\n";
  for (std::uint32_t i = 0; i < groups; ++i) text += fmt::format("  - id: g{}\n", i);
  text += "agents:\n";
  for (std::uint32_t i = 0; i < agents; ++i)
    text += fmt::format("  - {{id: a{}, groups: [g{}], skills: {{s{}: 5, s{}: 8}}, limit: 10, first_status: online}}\n",
                        i, i % groups, i % skills, (i + 7) % skills);
  text += "rules:\n";
  for (std::uint32_t i = 0; i < rules_in_it; ++i)
    text += fmt::format(
        "  - {{id: r{0}, when: {{keywords: [word{0}, other{0}, third {0}, fourth{0}, fifth{0}]}}, "
        "then: {{require: {{s{1}: 3}}, group: g{2}, priority: {3}}}}}\n",
        i, i % skills, i % groups, priority);
  return text;
}

Entry entry_of(std::uint64_t n, const Wish& wish) {
  Action action;
  action.kind = ActionKind::apply_configuration;
  action.workspace = wish.workspace;
  action.document = wish.document;
  action.idempotency_key = fmt::format("key{}", n);
  action.role = Role::admin;
  return {n, instant_of_ms(static_cast<std::int64_t>(n)), {storage::ActionInput{encode(action)}}, {}};
}

/// CPU time of this thread: what the work takes when nobody disturbs it.
double thread_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// Everything that the owner's thread does for it: fold, and the bytes of the commit.
void fold_and_commit(Fold& fold, const Entry& entry) {
  fold.fold(entry);
  const Batch batch = fold.take_batch();
  std::string decisions;
  storage::encode(batch.decisions, decisions);
  benchmark::DoNotOptimize(batch.commit.build({std::string(32, '0'), entry.n - 1, entry.n, 0}, decisions));
}

/// One document after the other, in turns; only the step itself is counted.
void swap(benchmark::State& state) {
  const storage::Keys keys{7};
  Fold fold{keys, {}, parse};
  const Wish wishes[] = {{"demo", document(rules, "high")}, {"demo", document(rules, "low")}};
  std::uint64_t n = 1;
  double least = 1e9;
  fold_and_commit(fold, entry_of(n, wishes[0]));
  for (auto _ : state) {
    const Wish& wish = wishes[++n % 2];
    std::vector<Prepared> prepared;
    prepared.push_back(prepare(wish, basis_of(fold.workspaces().find("demo")), parse));
    const Entry entry = entry_of(n, wish);
    fold.learn_prepared(std::move(prepared));
    const double began = thread_seconds();
    fold.fold(entry);
    Batch batch = fold.take_batch();
    std::string decisions;
    storage::encode(batch.decisions, decisions);
    benchmark::DoNotOptimize(batch.commit.build({std::string(32, '0'), entry.n - 1, entry.n, 0}, decisions));
    const double took = thread_seconds() - began;
    least = std::min(least, took);
    state.SetIterationTime(took);
  }
  state.counters["thread_ns"] = least * 1e9;
}
BENCHMARK(swap)->UseManualTime()->Iterations(5)->Unit(benchmark::kMillisecond);

/// All that is done beside the shard.
void prepare_document(benchmark::State& state) {
  const storage::Keys keys{7};
  Fold fold{keys, {}, parse};
  fold_and_commit(fold, entry_of(1, {"demo", document(rules, "high")}));
  const Wish wish{"demo", document(rules, "low")};
  for (auto _ : state) benchmark::DoNotOptimize(prepare(wish, basis_of(fold.workspaces().find("demo")), parse));
}
BENCHMARK(prepare_document)->Iterations(3)->Unit(benchmark::kMillisecond);

/// A shard with so many open tickets: one in ten has an agent.
class FullShard {
 public:
  explicit FullShard(std::uint64_t tickets) : tickets_(tickets), server_({"--appendonly", "no", "--save", ""}) {
    redis::Settings settings;
    settings.url = server_.url();
    settings.durability = redis::Durability::memory;
    connection_ =
        std::make_unique<redis::Connection>(context_.get_executor(), settings, std::vector<const redis::Script*>{});
    asio::co_spawn(context_, connection_->run(), asio::detached);
    run(ready());
    fill();
  }
  ~FullShard() { context_.stop(); }

  template <class Value>
  Value run(asio::awaitable<Value> work) {
    std::optional<Value> result;
    asio::co_spawn(context_, std::move(work), [&result](std::exception_ptr failure, Value value) {
      if (failure) std::rethrow_exception(failure);
      result = std::move(value);
    });
    while (!result) context_.run_one();
    return std::move(*result);
  }

  Result<void> load_into(Fold& fold) {
    Taken taken;
    taken.tickets = tickets_;
    return run(load(*connection_, keys, taken, fold));
  }

  /// The same hash read in the usual way, one step after the other, and nothing done with it.
  std::uint64_t scan_plainly() { return run(scan()); }

  /// CPU time of the redis-server so far.
  double redis_seconds() const {
    std::ifstream file{fmt::format("/proc/{}/stat", server_.pid())};
    const std::string stat{std::istreambuf_iterator<char>{file}, {}};
    std::istringstream words{stat.substr(stat.rfind(')') + 2)};
    std::string word;
    for (int i = 0; i < 11; ++i) words >> word;
    double user = 0, system = 0;
    words >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
  }

  const storage::Keys keys{7};

 private:
  asio::awaitable<bool> ready() {
    co_await connection_->until_ready();
    co_return true;
  }

  asio::awaitable<std::uint64_t> scan() {
    std::string cursor = "0";
    std::uint64_t bytes = 0;
    do {
      redis::Command command{"HSCAN", keys.open, cursor, "COUNT", "1000"};
      const Result<redis::Reply> reply = co_await connection_->request(std::move(command));
      if (!reply) throw std::runtime_error(describe(reply.error()));
      cursor = reply->elements.at(0).text;
      for (const redis::Reply& text : reply->elements.at(1).elements) bytes += text.text.size();
    } while (cursor != "0");
    co_return bytes;
  }

  void fill() {
    Fold fold{keys, {}, parse};
    fold.fold(entry_of(1, {"demo", document(20, "high")}));
    server_.ask({"HSET", keys.configs, "1", storage::encode(record_of(*fold.workspaces().find("demo")))});
    std::vector<std::string> words;
    for (std::uint64_t number = 1; number <= tickets_; ++number) {
      words.push_back(fmt::format("{}", number));
      words.push_back(ticket(number));
      if (words.size() < 2'000 && number < tickets_) continue;
      std::vector<std::string_view> views{"HSET", keys.open};
      views.insert(views.end(), words.begin(), words.end());
      server_.ask(redis::Command{views});
      words.clear();
    }
  }

  static std::string ticket(std::uint64_t number) {
    const bool held = number % 10 == 0;
    const AgentId agent{held ? static_cast<std::uint32_t>(number / 10 % agents) + 1 : 0};
    const GroupId group{(held ? (agent.number - 1) % groups : static_cast<std::uint32_t>(number % groups)) + 1};
    storage::TicketRecord record;
    record.state = held ? TicketState::assigned : TicketState::queued;
    record.workspace = WorkspaceId{1};
    record.customer = CustomerId{number};
    record.channel = ChannelId{1};
    record.group = group;
    record.agent = agent;
    record.units = Units{1000};
    record.opened = instant_of_ms(static_cast<std::int64_t>(1'700'000'000'000 + number));
    record.sequence = record.message_sequence = 1;
    record.found.skills = {{SkillId{static_cast<std::uint32_t>(number % skills) + 1}, 3}};
    engine::OpenTicket routing;
    routing.id = TicketId{number};
    routing.state = record.state;
    routing.group = routing.route = group;
    routing.skills = record.found.skills;
    routing.units = record.units;
    routing.charged = held ? record.units : Units{};
    routing.entered = routing.routed = routing.asked = record.opened;
    routing.held_since = held ? record.opened : Instant{};
    routing.agent = agent;
    routing.kind = ChannelKindId{1};
    return storage::encode(record, routing);
  }

  std::uint64_t tickets_;
  redis::test::RedisServer server_;
  asio::io_context context_;
  std::unique_ptr<redis::Connection> connection_;
};

/// What one way of reading took: on the clock, and of CPU in this thread and in Redis.
struct Took {
  double wall = 1e9, thread = 1e9, redis = 1e9;
  void keep_least(const Took& other) {
    wall = std::min(wall, other.wall);
    thread = std::min(thread, other.thread);
    redis = std::min(redis, other.redis);
  }
};

template <class Work>
Took measure(const FullShard& shard, Work work) {
  const auto began = steady_clock::now();
  const double thread = thread_seconds(), redis = shard.redis_seconds();
  work();
  return {std::chrono::duration<double>(steady_clock::now() - began).count(), thread_seconds() - thread,
          shard.redis_seconds() - redis};
}

void load_tickets(benchmark::State& state) {
  const auto tickets = static_cast<std::uint64_t>(state.range(0));
  static FullShard shard{tickets};
  Took plain, loaded;
  for (auto _ : state) {
    plain.keep_least(measure(shard, [] { benchmark::DoNotOptimize(shard.scan_plainly()); }));
    Fold fold{shard.keys, {}, parse};
    Result<void> done;
    const Took load = measure(shard, [&] { done = shard.load_into(fold); });
    if (!done || fold.open_tickets() != tickets) state.SkipWithError("not loaded");
    loaded.keep_least(load);
    state.SetIterationTime(load.wall);
  }
  state.counters["wall_ns"] = loaded.wall * 1e9;
  state.counters["thread_ns"] = loaded.thread * 1e9;
  state.counters["redis_ns"] = loaded.redis * 1e9;
  state.counters["times_a_scan"] = (loaded.thread + loaded.redis) / (plain.thread + plain.redis);
}
BENCHMARK(load_tickets)->Arg(1'000'000)->UseManualTime()->Iterations(2)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace switchroom::shard
