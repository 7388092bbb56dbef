#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "router/shard/ask.hpp"
#include "router/shard/reader.hpp"
#include "storage/redis/number.hpp"

// The configurations of a workspace as people look back on them.

namespace switchroom::shard {
namespace {

namespace asio = boost::asio;
using redis::Command;
using redis::number;
using redis::Reply;

Result<std::map<std::uint64_t, storage::VersionNote>> notes_in(const Reply& pairs) {
  std::map<std::uint64_t, storage::VersionNote> notes;
  for (std::size_t i = 0; i + 1 < pairs.elements.size(); i += 2) {
    Result<storage::VersionNote> note = storage::decode_note(pairs.elements[i + 1].text);
    if (!note) return std::unexpected(std::move(note.error()));
    notes.emplace(number(pairs.elements[i].text), std::move(*note));
  }
  return notes;
}

}  // namespace

asio::awaitable<Result<HistoryView>> Reader::history(std::string name) const {
  const Result<const WorkspaceState*> state = workspace(name);
  if (!state) co_return std::unexpected(state.error());
  const std::uint64_t in_force = (*state)->version;
  const std::string kept_key = keys_.versions((*state)->id), notes_key = keys_.notes((*state)->id);
  Command read_kept{"HKEYS", kept_key}, read_notes{"HGETALL", notes_key};
  const Result<Reply> kept = co_await ask(connection_, std::move(read_kept));
  if (!kept) co_return std::unexpected(kept.error());
  const Result<Reply> pairs = co_await ask(connection_, std::move(read_notes));
  if (!pairs) co_return std::unexpected(pairs.error());
  Result<std::map<std::uint64_t, storage::VersionNote>> notes = notes_in(*pairs);
  if (!notes) co_return std::unexpected(std::move(notes.error()));
  HistoryView view;
  for (const Reply& field : kept->elements) {
    const std::uint64_t version = number(field.text);
    view.versions.push_back({version, std::move((*notes)[version]), version == in_force});
  }
  std::ranges::sort(view.versions, std::ranges::greater{}, &VersionView::version);
  Result<storage::DraftRecord> waiting = co_await draft(std::move(name));
  if (!waiting && waiting.error().fault != Fault::not_found) co_return std::unexpected(std::move(waiting.error()));
  if (waiting) view.draft = std::move(waiting->by), view.draft_follows = waiting->follows;
  co_return view;
}

asio::awaitable<Result<std::string>> Reader::document(std::string name, std::uint64_t version) const {
  const Result<const WorkspaceState*> state = workspace(name);
  if (!state) co_return std::unexpected(state.error());
  const std::string key = keys_.versions((*state)->id), field = fmt::format_int(version).str();
  Command read{"HGET", key, field};
  const Result<Reply> bytes = co_await ask(connection_, std::move(read));
  if (!bytes) co_return std::unexpected(bytes.error());
  if (bytes->is_nil())
    co_return std::unexpected(
        Error{Fault::not_found, "version", field, fmt::format("one of the newest {}", storage::versions_kept)});
  Result<storage::VersionRecord> record = storage::decode_version(bytes->text);
  if (!record) co_return std::unexpected(std::move(record.error()));
  co_return std::move(record->document);
}

asio::awaitable<Result<storage::DraftRecord>> Reader::draft(std::string name) const {
  const Result<const WorkspaceState*> state = workspace(name);
  if (!state) co_return std::unexpected(state.error());
  const std::string field = fmt::format_int((*state)->id.number).str();
  Command read{"HGET", keys_.drafts, field};
  const Result<Reply> bytes = co_await ask(connection_, std::move(read));
  if (!bytes) co_return std::unexpected(bytes.error());
  if (bytes->is_nil())
    co_return std::unexpected(Error{Fault::not_found, "draft", "none", "a draft that was stored before"});
  co_return storage::decode_draft(bytes->text);
}

}  // namespace switchroom::shard
