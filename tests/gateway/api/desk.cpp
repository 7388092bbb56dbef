#include "desk.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json/parse.hpp>
#include <utility>

namespace switchroom::api {
namespace {

Error not_found() { return {Fault::not_found, "", "", ""}; }

shard::DecisionView decision_of_ann() {
  shard::DecisionView decision;
  decision.type = "assignment.started";
  decision.at = instant_of_ms(1'700'000'000'123);
  decision.sequence = 1;
  decision.agent = "ann";
  decision.group = "refunds";
  decision.config_version = 4;
  decision.matches = {{"refund", "refund", 9, 15}, {"always", "", 0, 0}};
  decision.skills = {"refund>=3"};
  const auto lose = [&](engine::Filter filter, std::uint32_t count) {
    decision.lost[static_cast<std::size_t>(filter)] = count;
  };
  lose(engine::Filter::not_in_group, 1);
  lose(engine::Filter::no_skill, 2);
  lose(engine::Filter::status, 3);
  lose(engine::Filter::at_limit, 4);
  lose(engine::Filter::group_limit, 5);
  decision.candidates = 2;
  decision.winner = {"ann", {AgentId{1}, Units{500}, Units{3000}, {}}};
  decision.runner_up = {"bob", {AgentId{2}, Units{1000}, Units{3000}, instant_of_ms(1'600'000'000'000)}};
  return decision;
}

shard::TicketView ticket_of_ann() {
  shard::TicketView ticket;
  ticket.id = TicketId{1};
  ticket.state = TicketState::assigned;
  ticket.customer = CustomerId{7};
  ticket.channel = "whatsapp";
  ticket.conversation = "+4915112345678";
  ticket.group = "refunds";
  ticket.agent = "ann";
  ticket.opened = instant_of_ms(1'700'000'000'000);
  ticket.version = 3;
  ticket.skills = {"refund>=3"};
  connectors::InboundMessage message;
  message.provider_id = "wamid.1";
  message.from = "+4915112345678";
  message.text = "I want a refund";
  ticket.messages = {{instant_of_ms(1'700'000'000'000), TicketId{1}, "whatsapp", message}};
  ticket.decisions = {decision_of_ann()};
  return ticket;
}

}  // namespace

MemoryBackend::MemoryBackend() : the_ticket(ticket_of_ann()) {}

std::uint32_t MemoryBackend::shard_of(std::string_view) const { return 0; }

boost::asio::awaitable<Result<std::optional<shard::Outcome>>> MemoryBackend::act(shard::Action action) {
  if (trouble) co_return std::unexpected(*trouble);
  actions.push_back(action);
  const std::string key = action.workspace + " " + action.idempotency_key;
  if (!outcomes_.contains(key)) outcomes_.emplace(key, carry_out(action));
  if (owner_is_slow) co_return std::optional<shard::Outcome>{};
  co_return outcomes_.at(key);
}

shard::Outcome MemoryBackend::carry_out(const shard::Action& action) {
  shard::Outcome outcome;
  if (action.kind == shard::ActionKind::apply_configuration) {
    if (overtaken_by != 0) version_now = overtaken_by;
    const std::uint64_t now = in_force.empty() ? 0 : version_now;
    if (action.version.value_or(now) != now) {
      outcome.refused =
          Error{Fault::stale_version, "configuration", std::to_string(now), std::to_string(*action.version)};
      outcome.version = now;
      return outcome;
    }
    in_force = action.document;
    if (action.ends_draft) waiting.reset();
    outcome.version = 5;
    outcome.words = "agent ann: limit 3 → 5";
  }
  if (action.kind == shard::ActionKind::save_draft)
    waiting = {{instant_of_ms(1'700'000'000'000), action.actor, action.role, action.note}, 4, action.document};
  if (action.kind == shard::ActionKind::discard_draft) waiting.reset();
  if (action.kind != shard::ActionKind::close_ticket) return outcome;
  outcome.ticket = action.ticket;
  if (action.version && *action.version != the_ticket.version)
    outcome.refused =
        Error{Fault::stale_version, "version", std::to_string(*action.version), std::to_string(the_ticket.version)};
  else
    the_ticket.state = TicketState::closed, ++the_ticket.version;
  outcome.state = the_ticket.state;
  outcome.version = the_ticket.version;
  return outcome;
}

boost::asio::awaitable<Result<shard::HistoryView>> MemoryBackend::history(std::string workspace) {
  if (trouble) co_return std::unexpected(*trouble);
  if (workspace != "demo") co_return std::unexpected(not_found());
  shard::HistoryView view;
  for (const auto& [number, text] : versions)
    view.versions.insert(view.versions.begin(),
                         {number,
                          {instant_of_ms(1'700'000'000'000), "the administrator", Role::admin, "note\x1b[2J"},
                          number == version_now});
  if (waiting) view.draft = waiting->by, view.draft_follows = waiting->follows;
  co_return view;
}

boost::asio::awaitable<Result<std::string>> MemoryBackend::document(std::string workspace, std::uint64_t version) {
  if (workspace != "demo" || !versions.contains(version)) co_return std::unexpected(not_found());
  co_return versions.at(version);
}

boost::asio::awaitable<Result<storage::DraftRecord>> MemoryBackend::draft(std::string workspace) {
  if (workspace != "demo" || !waiting) co_return std::unexpected(not_found());
  co_return *waiting;
}

boost::asio::awaitable<Result<std::string>> MemoryBackend::file(std::string workspace, std::string sha256) {
  if (workspace != "demo" || sha256 != std::string(64, 'a')) co_return std::unexpected(not_found());
  co_return "<script>";
}

boost::asio::awaitable<Result<shard::Outcome>> MemoryBackend::outcome(std::string workspace, std::string key) {
  const auto found = outcomes_.find(workspace + " " + key);
  if (found == outcomes_.end()) co_return std::unexpected(not_found());
  co_return found->second;
}

boost::asio::awaitable<Result<shard::TicketView>> MemoryBackend::ticket(std::string workspace, TicketId id) {
  if (trouble) co_return std::unexpected(*trouble);
  if (workspace != "demo" || id != the_ticket.id) co_return std::unexpected(not_found());
  co_return the_ticket;
}

boost::asio::awaitable<Result<shard::CustomerView>> MemoryBackend::customer(std::string workspace,
                                                                            std::string identity) {
  if (workspace != "demo" || identity != "whatsapp:+4915112345678") co_return std::unexpected(not_found());
  shard::CustomerView customer{CustomerId{7}, {identity}, TicketId{1}, {}, the_ticket.messages, {TicketId{1}}};
  co_return customer;
}

boost::asio::awaitable<Result<std::vector<shard::TicketView>>> MemoryBackend::tickets_of(std::string workspace,
                                                                                         std::string agent) {
  if (workspace != "demo" || (agent != "ann" && agent != "bob")) co_return std::unexpected(not_found());
  std::vector<shard::TicketView> tickets;
  if (agent == the_ticket.agent) tickets.push_back(the_ticket);
  co_return tickets;
}

boost::asio::awaitable<Result<void>> MemoryBackend::typing(std::string workspace, TicketId id, std::string agent) {
  if (trouble) co_return std::unexpected(*trouble);
  if (workspace != "demo" || id != the_ticket.id)
    co_return std::unexpected(Error{Fault::not_found, "ticket", "another", "t0-1"});
  if (!agent.empty() && agent != the_ticket.agent)
    co_return std::unexpected(Error{Fault::forbidden, "ticket", "another agent's", "his own"});
  co_return Result<void>{};
}

boost::asio::awaitable<Result<std::chrono::milliseconds>> MemoryBackend::present(std::string, std::string agent) {
  if (trouble) co_return std::unexpected(*trouble);
  if (agent != "ann" && agent != "bob")
    co_return std::unexpected(Error{Fault::not_found, "agent", agent, "ann or bob"});
  co_return std::chrono::seconds{20};
}

boost::asio::awaitable<Result<std::vector<shard::GroupView>>> MemoryBackend::groups(std::string) {
  if (trouble) co_return std::unexpected(*trouble);
  shard::GroupView support;
  support.group = "support";
  support.state.waiting = 2;
  support.state.in_use = Units{1500};
  support.limit = Units{3000};
  support.agents = {2, 0, 1, 0};
  support.fairness.jain_milli = 980;
  support.fairness.wait_p95_ms = 61'000;
  co_return std::vector{support};
}

boost::asio::awaitable<Result<ConfigurationView>> MemoryBackend::configuration(std::string workspace) {
  if (workspace != "demo" || in_force.empty()) co_return std::unexpected(not_found());
  ConfigurationView view{version_now, in_force};
  co_return view;
}

boost::asio::awaitable<Result<std::optional<TokenRecord>>> MemoryBackend::token(std::string sha256) {
  if (trouble) co_return std::unexpected(*trouble);
  const auto found = tokens.find(sha256);
  if (found == tokens.end()) co_return std::optional<TokenRecord>{};
  co_return found->second;
}

Desk::Desk()
    : admin(token_for({"demo", Role::admin, "", "the administrator", 1})),
      supervisor(token_for({"demo", Role::supervisor, "", "the supervisor", 2})),
      ann(token_for({"demo", Role::agent, "ann", "ann's console", 3})),
      bob(token_for({"demo", Role::agent, "bob", "bob's console", 4})),
      stranger(token_for({"other", Role::admin, "", "somebody else", 5})) {}

std::string Desk::token_for(TokenRecord record) {
  std::array<unsigned char, 32> random{};
  random[0] = static_cast<unsigned char>(backend.tokens.size());
  const std::string token = make_token(random);
  backend.tokens.emplace(sha256_hex(token), std::move(record));
  return token;
}

server::Reply Desk::ask(const Wanted& wanted) {
  std::vector<connectors::Header> headers = wanted.headers;
  const std::string authorization = "Bearer " + std::string{wanted.token};
  if (!wanted.token.empty()) headers.push_back({"authorization", authorization});
  const connectors::Request request{wanted.method, wanted.path, wanted.query, headers, wanted.body, 0};
  const server::Call call{request, wanted.path, "request-1", wanted.address};
  if (const auto admitted = api.admit(call); !admitted) return admitted.error();
  boost::asio::io_context context;
  auto reply =
      boost::asio::co_spawn(context, api.answer(call, FailedAttempts::Time{} + wanted.at), boost::asio::use_future);
  context.run();
  return reply.get();
}

boost::json::value json_of(const server::Reply& reply) { return boost::json::parse(reply.body); }

std::string header_of(const server::Reply& reply, std::string_view name) {
  for (const server::ReplyHeader& header : reply.headers)
    if (header.name == name) return header.value;
  return {};
}

}  // namespace switchroom::api
