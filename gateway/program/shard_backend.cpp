#include "gateway/program/shard_backend.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "router/shard/action_record.hpp"

namespace switchroom::program {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto token_fresh = 1s;  // a revoked token works no longer than this
constexpr std::size_t tokens_max = 10'000;

/// Runs `work` on the shard's thread and brings its result back to this one.
template <class Value>
asio::awaitable<Value> on(asio::any_io_executor executor, asio::awaitable<Value> work) {
  co_return co_await asio::co_spawn(std::move(executor), std::move(work), asio::use_awaitable);
}

}  // namespace

ShardBackend::ShardBackend(asio::any_io_executor owner, shard::Shard& shard, shard::Reader& reader,
                           std::uint32_t number, redis::Connection& connection, storage::Intake& intake,
                           const webhooks::FileKeeper& files, chat::Bell& bell, std::chrono::milliseconds answer_limit)
    : owner_(std::move(owner)),
      shard_(shard),
      reader_(reader),
      number_(number),
      connection_(connection),
      intake_(intake),
      files_(files),
      bell_(bell),
      answer_limit_(answer_limit) {}

std::uint32_t ShardBackend::shard_of(std::string_view) const { return number_; }

asio::awaitable<std::shared_ptr<shard::Shard::Ask>> ShardBackend::ask_here(std::string workspace, std::string key) {
  co_return shard_.ask(std::move(workspace), std::move(key));
}

asio::awaitable<void> ShardBackend::forget_here(std::shared_ptr<shard::Shard::Ask> ask) {
  shard_.forget(ask);
  co_return;
}

asio::awaitable<Result<std::optional<shard::Outcome>>> ShardBackend::act(shard::Action action) {
  storage::FrameWriter frame;
  frame.add(storage::FrameInput{storage::ActionInput{encode(action)}});
  const bool puts_document = action.kind == shard::ActionKind::apply_configuration;
  if (puts_document) {  // compiled before the inbox has it, nothing waits behind it
    shard::Wish wish{action.workspace, action.document, action.version};
    co_await on(owner_, shard_.expect(std::move(wish), answer_limit_ / 2));
  }
  std::shared_ptr<shard::Shard::Ask> ask = co_await on(owner_, ask_here(action.workspace, action.idempotency_key));
  auto storing = puts_document ? intake_.append_alone(frame) : intake_.append(frame);
  Result<std::uint64_t> stored = co_await std::move(storing);
  if (!stored) {
    co_await on(owner_, forget_here(ask));
    co_return std::unexpected(std::move(stored.error()));
  }
  co_return co_await on(owner_, shard_.wait(ask, answer_limit_));
}

asio::awaitable<Result<shard::Outcome>> ShardBackend::outcome(std::string workspace, std::string key) {
  const Error none{Fault::not_found, "action", key, "the key of an action of the last day"};
  auto read = shard_.stored_outcome(std::move(workspace), std::move(key));
  Result<std::optional<shard::Outcome>> stored = co_await on(owner_, std::move(read));
  if (!stored) co_return std::unexpected(std::move(stored.error()));
  if (!*stored) co_return std::unexpected(none);
  co_return std::move(**stored);
}

asio::awaitable<Result<shard::TicketView>> ShardBackend::ticket(std::string workspace, TicketId id) {
  return on(owner_, reader_.ticket(std::move(workspace), id));
}

asio::awaitable<Result<void>> ShardBackend::typing(std::string workspace, TicketId id, std::string agent) {
  return on(owner_, typing_here(std::move(workspace), id, std::move(agent)));
}

asio::awaitable<Result<void>> ShardBackend::typing_here(std::string workspace, TicketId id, std::string agent) {
  const shard::Fold* fold = shard_.fold();
  if (fold == nullptr)
    co_return std::unexpected(Error{Fault::not_owner, "shard", "another owner", "the owner to be asked"});
  const shard::WorkspaceState* state = fold->workspaces().find(workspace);
  const storage::TicketRecord* ticket = fold->open_ticket(id);
  if (state == nullptr || ticket == nullptr || ticket->workspace != state->id)
    co_return std::unexpected(
        Error{Fault::not_found, "ticket", std::to_string(id.number), "an open ticket of this workspace"});
  if (!agent.empty() && state->numbering->agents.name_of(ticket->agent.number) != agent)
    co_return std::unexpected(
        Error{Fault::forbidden, "ticket", "a ticket of somebody else", "a ticket assigned to you"});
  bell_.typing(ticket->customer);
  co_return Result<void>{};
}

asio::awaitable<Result<shard::CustomerView>> ShardBackend::customer(std::string workspace, std::string identity) {
  return on(owner_, reader_.customer(std::move(workspace), std::move(identity)));
}

asio::awaitable<Result<std::vector<shard::TicketView>>> ShardBackend::tickets_of(std::string workspace,
                                                                                 std::string agent) {
  return on(owner_, reader_.tickets_of(std::move(workspace), std::move(agent)));
}

asio::awaitable<Result<std::chrono::milliseconds>> ShardBackend::present(std::string workspace, std::string agent) {
  return on(owner_, shard_.present(std::move(workspace), std::move(agent)));
}

asio::awaitable<Result<std::vector<shard::GroupView>>> ShardBackend::groups(std::string workspace) {
  return on(owner_, groups_here(std::move(workspace)));
}

asio::awaitable<Result<std::vector<shard::GroupView>>> ShardBackend::groups_here(std::string workspace) {
  co_return reader_.groups(workspace);
}

asio::awaitable<Result<api::ConfigurationView>> ShardBackend::configuration(std::string workspace) {
  return on(owner_, configuration_here(std::move(workspace)));
}

asio::awaitable<Result<api::ConfigurationView>> ShardBackend::configuration_here(std::string workspace) {
  const shard::Fold* fold = shard_.fold();
  if (fold == nullptr)
    co_return std::unexpected(Error{Fault::not_owner, "shard", "another owner", "the owner to be asked"});
  const shard::WorkspaceState* state = fold->workspaces().find(workspace);
  if (state == nullptr)
    co_return std::unexpected(Error{Fault::not_found, "workspace", workspace, "a workspace with a configuration"});
  co_return api::ConfigurationView{state->version, state->document};
}

asio::awaitable<Result<shard::HistoryView>> ShardBackend::history(std::string workspace) {
  return on(owner_, reader_.history(std::move(workspace)));
}

asio::awaitable<Result<std::string>> ShardBackend::document(std::string workspace, std::uint64_t version) {
  return on(owner_, reader_.document(std::move(workspace), version));
}

asio::awaitable<Result<storage::DraftRecord>> ShardBackend::draft(std::string workspace) {
  return on(owner_, reader_.draft(std::move(workspace)));
}

asio::awaitable<Result<std::string>> ShardBackend::file(std::string workspace, std::string sha256) {
  return files_.read(std::move(workspace), std::move(sha256));
}

asio::awaitable<Result<std::optional<api::TokenRecord>>> ShardBackend::token(std::string sha256_hex) {
  const auto now = std::chrono::steady_clock::now();
  if (const auto known = tokens_.find(sha256_hex); known != tokens_.end() && now - known->second.read < token_fresh)
    co_return known->second.record;
  redis::Command command{"HGET", api::tokens_key, sha256_hex};
  Result<redis::Reply> reply = co_await connection_.request(std::move(command));
  if (reply) reply = redis::checked(std::move(*reply));
  if (!reply) co_return std::unexpected(std::move(reply.error()));
  std::optional<api::TokenRecord> record;
  if (!reply->is_nil()) {
    Result<api::TokenRecord> read = api::token_record_of(reply->text);
    if (!read) co_return std::unexpected(std::move(read.error()));
    record = std::move(*read);
  }
  if (tokens_.size() >= tokens_max) tokens_.clear();
  tokens_.insert_or_assign(std::move(sha256_hex), KnownToken{record, now});
  co_return record;
}

}  // namespace switchroom::program
