#pragma once
// What is held back until the message comes that it belongs to, with its bounds. A pure container: what is done with
// what leaves it is the fold's. The owner's thread.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "storage/records/held_record.hpp"

namespace switchroom::shard {

/// The most that is held back of one kind.
struct HeldBounds {
  std::size_t of_customer = 0;
  std::size_t of_shard = 0;
  std::size_t bytes_of_customer = 0;  ///< of records
  std::size_t bytes_of_shard = 0;
};

/// By HeldKind. A part of a message is at most 1/255 of it, so two whole messages of a customer fit.
inline constexpr std::array<HeldBounds, storage::held_kind_names.size()> default_held_bounds{
    HeldBounds{64, 10'000, 1 << 20, 16 << 20}, HeldBounds{64, 10'000, 1 << 16, 4 << 20},
    HeldBounds{512, 4'000, 1 << 20, 16 << 20}, HeldBounds{8, 10'000, 1 << 16, 4 << 20}};

class HeldBack {
 public:
  /// What it waits for: the name of a message, or what the parts of one have in common.
  using Key = std::uint64_t;

  explicit HeldBack(std::array<HeldBounds, storage::held_kind_names.size()> bounds) : bounds_(bounds) {}

  /// Takes a record in, in the place of an earlier one with that id.
  void put(storage::HeldId id, Key key, storage::HeldRecord record);
  /// Gives one away that is there.
  storage::HeldRecord take(storage::HeldId id);
  /// Null if it is not there. Valid until the next change.
  const storage::HeldRecord* find(storage::HeldId id) const;
  /// What waits for `key`, in the order in which it came.
  std::vector<storage::HeldId> waiting_for(Key key) const;
  /// Whether this very message of a customer is held back already.
  bool holds(CustomerId customer, std::uint64_t fingerprint) const;

  /// Whether another record of that kind and size fits into the shard's bound; no workspace gets more than half of it.
  bool has_room(storage::HeldKind kind, WorkspaceId workspace, std::size_t bytes) const;
  /// If there are too many of a kind or they are too large: the oldest of the customer, or else of the workspace that
  /// has most of all.
  std::optional<storage::HeldId> beyond_bounds(storage::HeldKind kind, CustomerId customer) const;
  /// What is due first, and when.
  std::optional<std::pair<Instant, storage::HeldId>> first_due() const;
  /// All that is due by `at`.
  std::vector<storage::HeldId> due_by(Instant at) const;
  /// Everything is due earlier by `step`. The ids of all.
  std::vector<storage::HeldId> set_back(Milliseconds step);

  /// How many there are, by HeldKind.
  std::array<std::size_t, storage::held_kind_names.size()> counts() const;

 private:
  struct Item {
    storage::HeldRecord record;
    Key key = 0;
    std::size_t bytes = 0;
  };
  struct Pool {
    std::set<storage::HeldId> ids;
    std::size_t bytes = 0;
  };
  std::array<Pool*, 3> pools_of(const storage::HeldRecord& record);
  using Owner = std::pair<CustomerId, storage::HeldKind>;

  std::array<HeldBounds, storage::held_kind_names.size()> bounds_;
  std::map<storage::HeldId, Item> items_;
  std::map<Key, std::set<storage::HeldId>> waiting_;
  std::map<Owner, Pool> of_customer_;
  std::array<std::map<WorkspaceId, Pool>, storage::held_kind_names.size()> of_workspace_;
  std::array<Pool, storage::held_kind_names.size()> of_shard_;
  std::set<std::pair<Instant, storage::HeldId>> due_;
};

}  // namespace switchroom::shard
