#include "tests/router/shard/bench.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <stdexcept>

#include "config/documents/workspace_document.hpp"
#include "router/shard/fetch.hpp"
#include "storage/records/scripts.hpp"

namespace switchroom::shard::test {
namespace {

namespace asio = boost::asio;

}  // namespace

Result<workspace::Workspace> parse(std::string_view text) {
  auto decoded = documents::decode_workspace(text, "test.yaml");
  if (decoded) return std::move(*decoded);
  return std::unexpected(decoded.error().front());
}

std::string sample_document(int limit) {
  std::string document = R"(workspace: demo
default_group: support
skills: [refund]
channels:
  - id: whatsapp
    kind: whatsapp
    settings: {app_secret: env:NONE, verify_token: env:NONE}
groups:
  - id: support
  - id: billing
agents:
)";
  for (const std::string_view agent : {"ann", "bob", "cem"})
    document += fmt::format(
        "  - {{id: {}, groups: [support, billing], skills: {{refund: 5}}, limit: {}, first_status: online}}\n", agent,
        limit);
  return document + R"(rules:
  - id: refunds
    when: {keywords: [refund]}
    then: {require: {refund: 3}, group: billing, priority: high}
)";
}

std::string levels_document() {
  return "customer_levels: [gold]\n" + sample_document(3) + R"(  - id: gold
    when: {customer_level: [gold]}
    then: {priority: urgent}
)";
}

std::string mails_document(int limit) {
  std::string document = sample_document(limit);
  document.insert(document.find("groups:"),
                  "  - {id: mail, kind: mail, settings: {addresses: support@shop.example}}\n");
  return document + R"(  - id: hours
    when: {keywords: [hours]}
    then: {auto_reply: hours}
templates:
  - {id: hours, text: From nine to five.}
)";
}

std::string offers_document() { return "kinds: {whatsapp: {delivery: offer}}\n" + sample_document(3); }

Bench::Bench() {
  redis::Settings here;
  here.url = server.url();
  connection_ = std::make_unique<redis::Connection>(context_.get_executor(), here, storage::scripts().all());
  asio::co_spawn(context_, connection_->run(), asio::detached);
  run_to_end(connection_->until_ready());
}

Bench::~Bench() { context_.stop(); }

void Bench::run_to_end(asio::awaitable<void> work) {
  bool done = false;
  asio::co_spawn(context_, std::move(work), [&done](std::exception_ptr failure) {
    done = true;
    if (failure) std::rethrow_exception(failure);
  });
  while (!done) context_.run_one();
}

redis::Reply Bench::ask(redis::Command command) {
  Result<redis::Reply> reply = run(connection_->request(std::move(command)));
  if (!reply) throw std::runtime_error(describe(reply.error()));
  if (reply->is_error()) throw std::runtime_error(reply->text);
  return std::move(*reply);
}

std::uint64_t Bench::append(std::vector<storage::FrameInput> inputs) {
  storage::FrameWriter writer;
  for (const auto& input : inputs) writer.add(input);
  const std::string frame = writer.take();
  const std::string_view names[] = {keys.head, keys.inbox, keys.own};
  const std::string_view arguments[] = {frame, "1000000", "1000000"};
  return static_cast<std::uint64_t>(
      ask(redis::Command::call(storage::scripts().append, names, arguments)).elements.at(0).integer);
}

std::uint64_t Bench::append_back(std::vector<storage::FrameInput> inputs, Milliseconds step) {
  storage::FrameWriter writer;
  for (const auto& input : inputs) writer.add(input);
  const std::string frame = writer.take(), at = fmt::format("{}", ms_of(now() - step));
  const std::uint64_t n = std::stoull(ask(redis::Command{"HGET", keys.head, "n"}).text) + 1;
  const std::string id = fmt::format("{}", n), entry = id + "-0";
  ask(redis::Command{"XADD", keys.inbox, entry, "t", at, "f", frame});
  ask(redis::Command{"HSET", keys.head, "n", id, "ms", at});
  return n;
}

void Bench::advance(Milliseconds time) {
  const std::string ms = fmt::format("{}", time.count());
  ask(redis::Command{"HINCRBY", keys.head, "ms", ms});
}

Instant Bench::now() { return instant_of_ms(std::stoll(ask(redis::Command{"HGET", keys.head, "ms"}).text)); }

std::vector<Entry> Bench::read(std::uint64_t first) {
  std::vector<Entry> entries;
  const std::string from = fmt::format("{}-0", first);
  for (const redis::Reply& element : ask(redis::Command{"XRANGE", keys.inbox, from, "+"}).elements) {
    const auto& fields = element.elements.at(1).elements;
    entries.push_back({std::stoull(element.elements.at(0).text),
                       instant_of_ms(std::stoll(fields.at(1).text)),
                       storage::decode_frame(fields.at(3).text).value(),
                       {}});
  }
  return entries;
}

std::unique_ptr<Fold> Bench::take_over() {
  incarnation = fmt::format("{:032x}", ++takeovers_);
  const Result<Taken> taken = run(take(*connection_, keys, incarnation, "test", ""));
  if (!taken) throw std::runtime_error(describe(taken.error()));
  position = taken->position;
  auto fold = std::make_unique<Fold>(keys, settings, parse);
  const Result<void> loaded = run(load(*connection_, keys, *taken, *fold));
  if (!loaded) throw std::runtime_error(describe(loaded.error()));
  return fold;
}

std::vector<storage::Decision> Bench::fold_up_to(Fold& fold, std::uint64_t last) {
  std::vector<Entry> entries = read(position + 1);
  std::erase_if(entries, [last](const Entry& entry) { return entry.n > last; });
  if (entries.empty()) return {};
  const Result<void> fetched = run(fetch(*connection_, keys, fold.needs(entries), entries.back().at, fold));
  if (!fetched) throw std::runtime_error(describe(fetched.error()));
  for (const Entry& entry : entries) fold.fold(entry);
  Batch batch = fold.take_batch();
  std::string decisions;
  if (!batch.decisions.empty()) storage::encode(batch.decisions, decisions);
  const storage::Fence fence{incarnation, position, entries.back().n, 0};
  const redis::Reply reply = ask(batch.commit.build(fence, decisions));
  if (reply.text != "OK") throw std::runtime_error("commit refused");
  position = entries.back().n;
  answers.insert(answers.end(), batch.answers.begin(), batch.answers.end());
  duplicates += batch.duplicates;
  given_up.insert(given_up.end(), batch.given_up.begin(), batch.given_up.end());
  return batch.decisions;
}

std::vector<storage::HistoryLine> Bench::history(CustomerId customer) {
  std::vector<storage::HistoryLine> lines;
  for (const redis::Reply& line : server.ask(redis::Command{"LRANGE", keys.history(customer), "0", "-1"}).elements)
    lines.push_back(storage::decode_line(line.text).value());
  return lines;
}

std::string Bench::try_commit(const std::string& who, std::uint64_t from, std::uint64_t next) {
  const storage::Commit nothing{keys};
  const redis::Reply reply = ask(nothing.build({who, from, next, 0}, {}));
  return reply.elements.empty() ? reply.text : reply.elements.front().text;
}

namespace {

Action supervisor(ActionKind kind, std::string_view key) {
  Action action;
  action.kind = kind;
  action.workspace = "demo";
  action.idempotency_key = key;
  action.role = Role::supervisor;
  return action;
}

}  // namespace

storage::FrameInput message(std::string_view from, std::string_view id, std::string_view text) {
  storage::MessageInput input{WorkspaceId{1}, ChannelId{1}, {}, {}};
  input.message.provider_id = id;
  input.message.from = input.message.conversation = from;
  input.message.text = text;
  return input;
}

storage::FrameInput mail(std::string_view from, std::string_view id, std::string_view subject) {
  storage::FrameInput input = message(from, id, "hello");
  auto& [workspace, channel, trace, mail] = std::get<storage::MessageInput>(input);
  channel = ChannelId{2};
  mail.account = mail.to = "support@shop.example";
  mail.recipients = {mail.to};
  mail.subject = subject;
  return input;
}

storage::FrameInput answer(std::uint64_t ticket, std::string_view key) {
  Action action = supervisor(ActionKind::reply, key);
  action.ticket = TicketId{ticket};
  action.document = "Gern!";
  return storage::ActionInput{encode(action)};
}

storage::FrameInput answer(std::uint64_t ticket, std::string_view key, std::vector<std::string> cc) {
  Action action = supervisor(ActionKind::reply, key);
  action.ticket = TicketId{ticket};
  action.document = "Gern!";
  action.cc = std::move(cc);
  return storage::ActionInput{encode(action)};
}

storage::FrameInput configuration(const std::string& document, std::string_view key,
                                  std::optional<std::uint64_t> expected) {
  Action action = supervisor(ActionKind::apply_configuration, key);
  action.role = Role::admin;
  action.document = document;
  action.version = expected;
  return storage::ActionInput{encode(action)};
}

storage::FrameInput close(std::uint64_t ticket, std::string_view key, std::optional<std::uint64_t> version) {
  Action action = supervisor(ActionKind::close_ticket, key);
  action.ticket = TicketId{ticket};
  action.version = version;
  return storage::ActionInput{encode(action)};
}

storage::FrameInput reopen(std::uint64_t ticket, std::string_view key) {
  Action action = supervisor(ActionKind::reopen, key);
  action.ticket = TicketId{ticket};
  return storage::ActionInput{encode(action)};
}

storage::FrameInput facts(std::string_view identity, const storage::CustomerFacts& facts, std::string_view key) {
  Action action = supervisor(ActionKind::set_customer, key);
  action.identity = identity;
  action.document = storage::encode(facts);
  return storage::ActionInput{encode(action)};
}

storage::FrameInput second_ticket(std::uint64_t ticket, std::string_view text, std::string_view key) {
  Action action = supervisor(ActionKind::open_ticket, key);
  action.ticket = TicketId{ticket};
  action.document = text;
  return storage::ActionInput{encode(action)};
}

storage::FrameInput status(std::string_view agent, Status status, std::string_view key) {
  Action action = supervisor(ActionKind::set_status, key);
  action.agent = agent;
  action.status = status;
  return storage::ActionInput{encode(action)};
}

}  // namespace switchroom::shard::test
