#include <exception>
#include <functional>
#include <stop_token>
#include <utility>

#include "router/shard/action_record.hpp"
#include "router/shard/shard.hpp"
#include "storage/kafka/apart.hpp"

// What a document asks of the owner: it is made ready beside the fold as soon as it is seen, and folded when it is
// ready. Entries before it go on; those behind it wait. While an input may be poisoned nothing is done beside the fold,
// so that it is known which one ends the process.

namespace switchroom::shard {
namespace {

namespace asio = boost::asio;

Result<Compiled> compile_stored(const storage::ConfigRecord& record, const ParseDocument& parse) try {
  Result<workspace::Numbering> numbering = workspace::decode_numbering(record.numbering);
  if (!numbering) return std::unexpected(std::move(numbering.error()));
  return compile(record.document, *numbering, parse);
} catch (const std::exception& failure) {
  return std::unexpected(
      Error{Fault::internal, "configuration of " + record.name, failure.what(), "a document that compiles"});
}

}  // namespace

/// Of an entry that was just put into the queue.
void Shard::note_wishes(const storage::Appended& appended) {
  if (fold_->skips_some_of(appended.n)) return;  // perhaps it was a document that ended the process
  for (const std::string_view bytes : storage::actions_in(appended.frame)) {
    if (!puts_configuration(bytes)) continue;
    Result<Action> action = decode_action(bytes);
    if (!action) continue;
    Wish wish{std::move(action->workspace), std::move(action->document), action->version};
    if (!careful()) preparations_.expect(wish, basis_of(fold_->workspaces().find(wish.workspace)));
    wishes_[appended.n].push_back(std::move(wish));
  }
}

/// Whether there is an entry that can be folded now.
bool Shard::has_work() {
  if (pending_.empty()) return false;
  const auto wishes = wishes_.find(pending_.front().n);
  if (wishes == wishes_.end() || careful() || preparations_.ready(wishes->second, fold_->workspaces())) return true;
  if (!waits_since_) waits_since_ = std::chrono::steady_clock::now();
  return false;
}

void Shard::hand_over_prepared(std::uint64_t n) {
  const auto wishes = wishes_.find(n);
  if (wishes == wishes_.end()) return;
  if (!careful()) fold_->learn_prepared(preparations_.take(wishes->second, fold_->workspaces()));
  wishes_.erase(wishes);
}

/// A configuration that another process put in force; read apart, as this thread has requests to answer.
asio::awaitable<void> Shard::tell_changed(WorkspaceId id, const storage::ConfigRecord& record) {
  std::uint64_t& told = told_versions_[id];
  if (told == record.version) co_return;
  std::move_only_function<Result<Compiled>(std::stop_token)> work =
      [record, parse = parse_](std::stop_token) -> Result<Compiled> { return compile_stored(record, parse); };
  const Result<Compiled> compiled = co_await storage::run_apart(std::move(work));
  if (!compiled) {
    observer_.alarm(compiled.error());
    co_return;
  }
  told = record.version;
  observer_.configured(id, record.version, compiled->configuration, compiled->numbering);
}

asio::awaitable<void> Shard::expect(Wish wish, std::chrono::milliseconds limit) {
  if (fold() == nullptr) co_return;
  Basis basis = basis_of(fold_->workspaces().find(wish.workspace));
  co_await preparations_.wait(std::move(wish), std::move(basis), limit);
}

}  // namespace switchroom::shard
