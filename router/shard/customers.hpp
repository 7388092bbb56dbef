#pragma once
// Customers at hand: a bounded cache over Redis. Whatever was changed lately is in it, so between commits it is the
// truth. The owner's thread.

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "config/vocabulary/ids.hpp"
#include "storage/records/customer_record.hpp"

namespace switchroom::shard {

/// Keeps the entries that were used last: when the young half is full, the old half is forgotten and the young one
/// grows old.
template <class Key, class Value, class Hash, class Equal>
class Generations {
 public:
  /// `most`: entries kept at least; at most twice as many.
  explicit Generations(std::size_t most) : half_(most) {}

  /// The value; null if it is not here. Valid until the next call of any function.
  template <class Lookup>
  Value* find(const Lookup& key) {
    if (const auto young = young_.find(key); young != young_.end()) return &young->second;
    const auto old = old_.find(key);
    if (old == old_.end()) return nullptr;
    Key own_key = old->first;
    Value value = std::move(old->second);
    old_.erase(old);
    return insert(std::move(own_key), std::move(value));
  }

  Value* insert(Key key, Value value) {
    if (young_.size() >= half_) {
      old_ = std::move(young_);
      young_ = {};
    }
    return &young_.insert_or_assign(std::move(key), std::move(value)).first->second;
  }

  void erase(const Key& key) { young_.erase(key), old_.erase(key); }

  std::size_t size() const { return young_.size() + old_.size(); }

 private:
  using Map = boost::unordered_flat_map<Key, Value, Hash, Equal>;
  std::size_t half_;
  Map young_, old_;
};

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

/// Fingerprints of the duplicate window that are no longer in a customer's record, and when they left it.
class OlderFingerprints {
 public:
  void insert(std::uint64_t fingerprint, Instant at);
  bool contains(std::uint64_t fingerprint) const { return left_at_.contains(fingerprint); }

 private:
  boost::unordered_flat_map<std::uint64_t, Instant> left_at_;
  std::size_t prune_at_ = 1024;
};

/// What the messages of a customer's history are called, so that a change knows whether its message is there.
struct MessageNames {
  /// In a longer history than this many lines a message may lie further back than anybody looks.
  static constexpr std::size_t lines_max = 20'000;

  boost::unordered_flat_set<std::uint64_t> names;  ///< hashes, see Fold::name_of
  std::size_t lines = 0;                           ///< of the history
};

/// A customer in memory.
struct Customer {
  storage::CustomerRecord record;
  std::unique_ptr<OlderFingerprints> older;
  bool changed = false;

  /// True if this message came before. Otherwise it is remembered as having come at `at`.
  bool seen_before(std::uint64_t fingerprint, Instant at);
  /// Whether the record alone can't tell duplicates of the last eight days before `now`: the history is needed.
  bool needs_history(Instant now) const;
};

class Customers {
 public:
  /// `most`: how many customers are kept at least (4,096 or more).
  explicit Customers(std::size_t most);

  /// The customer of an address (storage::identity_field); empty if it is not here.
  std::optional<CustomerId> find(std::string_view identity);
  /// Null if it is not here. Valid until the next call.
  Customer* find(CustomerId id);
  void learn(std::string identity, CustomerId id);
  Customer& learn(CustomerId id, Customer customer);
  std::size_t size() const { return customers_.size(); }

 private:
  Generations<std::string, CustomerId, TextHash, std::equal_to<>> identities_;
  Generations<CustomerId, Customer, std::hash<CustomerId>, std::equal_to<CustomerId>> customers_;
};

}  // namespace switchroom::shard
