#include "router/shard/held_back.hpp"

#include <algorithm>
#include <string>

namespace switchroom::shard {

using storage::HeldId;
using storage::HeldKind;
using storage::HeldRecord;

namespace {

std::size_t index_of(HeldKind kind) { return static_cast<std::size_t>(kind); }

}  // namespace

std::array<HeldBack::Pool*, 3> HeldBack::pools_of(const HeldRecord& record) {
  const std::size_t kind = index_of(record.kind);
  return {&of_customer_[{record.customer, record.kind}], &of_workspace_[kind][record.input.workspace],
          &of_shard_[kind]};
}

void HeldBack::put(HeldId id, Key key, HeldRecord record) {
  if (items_.contains(id)) take(id);
  const std::size_t bytes = storage::encode(record).size();
  for (Pool* pool : pools_of(record)) {
    pool->ids.insert(id);
    pool->bytes += bytes;
  }
  waiting_[key].insert(id);
  due_.emplace(record.due, id);
  items_.emplace(id, Item{std::move(record), key, bytes});
}

HeldRecord HeldBack::take(HeldId id) {
  Item item = std::move(items_.extract(id).mapped());
  const HeldRecord& record = item.record;
  for (Pool* pool : pools_of(record)) {
    pool->ids.erase(id);
    pool->bytes -= item.bytes;
  }
  if (const auto own = of_customer_.find({record.customer, record.kind}); own->second.ids.empty())
    of_customer_.erase(own);
  const auto waiting = waiting_.find(item.key);
  waiting->second.erase(id);
  if (waiting->second.empty()) waiting_.erase(waiting);
  due_.erase({record.due, id});
  return std::move(item.record);
}

const HeldRecord* HeldBack::find(HeldId id) const {
  const auto found = items_.find(id);
  return found == items_.end() ? nullptr : &found->second.record;
}

std::vector<HeldId> HeldBack::waiting_for(Key key) const {
  const auto found = waiting_.find(key);
  return found == waiting_.end() ? std::vector<HeldId>{}
                                 : std::vector<HeldId>(found->second.begin(), found->second.end());
}

bool HeldBack::holds(CustomerId customer, std::uint64_t fingerprint) const {
  const auto is_it = [&](HeldId id) { return items_.at(id).record.fingerprint == fingerprint; };
  for (const HeldKind kind : {HeldKind::change, HeldKind::receipt, HeldKind::part})
    if (const auto own = of_customer_.find({customer, kind}); own != of_customer_.end())
      if (std::ranges::any_of(own->second.ids, is_it)) return true;
  return false;
}

bool HeldBack::has_room(HeldKind kind, WorkspaceId workspace, std::size_t bytes) const {
  const HeldBounds& bounds = bounds_[index_of(kind)];
  const Pool& all = of_shard_[index_of(kind)];
  if (all.ids.size() >= bounds.of_shard || all.bytes + bytes > bounds.bytes_of_shard) return false;
  const auto own = of_workspace_[index_of(kind)].find(workspace);
  if (own == of_workspace_[index_of(kind)].end()) return true;
  return own->second.ids.size() < (bounds.of_shard + 1) / 2 && own->second.bytes + bytes <= bounds.bytes_of_shard / 2;
}

std::optional<HeldId> HeldBack::beyond_bounds(HeldKind kind, CustomerId customer) const {
  const HeldBounds& bounds = bounds_[index_of(kind)];
  const auto own = of_customer_.find({customer, kind});
  if (own != of_customer_.end() &&
      (own->second.ids.size() > bounds.of_customer || own->second.bytes > bounds.bytes_of_customer))
    return *own->second.ids.begin();
  const Pool& all = of_shard_[index_of(kind)];
  const bool many = all.ids.size() > bounds.of_shard;
  if (!many && all.bytes <= bounds.bytes_of_shard) return std::nullopt;
  const auto size = [many](const auto& pool) { return many ? pool.second.ids.size() : pool.second.bytes; };
  const auto& workspaces = of_workspace_[index_of(kind)];
  return *std::ranges::max_element(workspaces, {}, size)->second.ids.begin();
}

std::optional<std::pair<Instant, HeldId>> HeldBack::first_due() const {
  return due_.empty() ? std::nullopt : std::optional{*due_.begin()};
}

std::vector<HeldId> HeldBack::due_by(Instant at) const {
  std::vector<HeldId> ids;
  for (auto next = due_.begin(); next != due_.end() && next->first <= at; ++next) ids.push_back(next->second);
  return ids;
}

std::vector<HeldId> HeldBack::set_back(Milliseconds step) {
  std::vector<HeldId> ids;
  due_.clear();
  for (auto& [id, item] : items_) {
    item.record.due = item.record.due - Instant{} > step ? item.record.due - step : instant_of_ms(1);
    due_.emplace(item.record.due, id);
    ids.push_back(id);
  }
  return ids;
}

std::array<std::size_t, storage::held_kind_names.size()> HeldBack::counts() const {
  std::array<std::size_t, storage::held_kind_names.size()> counts{};
  for (std::size_t kind = 0; kind < counts.size(); ++kind) counts[kind] = of_shard_[kind].ids.size();
  return counts;
}

}  // namespace switchroom::shard
