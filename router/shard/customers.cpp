#include "router/shard/customers.hpp"

#include <algorithm>

namespace switchroom::shard {

void OlderFingerprints::insert(std::uint64_t fingerprint, Instant at) {
  left_at_.insert_or_assign(fingerprint, at);
  if (left_at_.size() < prune_at_) return;
  boost::unordered::erase_if(left_at_,
                             [at](const auto& entry) { return at - entry.second > storage::duplicate_window; });
  prune_at_ = std::max<std::size_t>(1024, 2 * left_at_.size());
}

bool Customer::seen_before(std::uint64_t fingerprint, Instant at) {
  auto& recent = record.fingerprints;
  if (std::ranges::find(recent, fingerprint) != recent.end()) return true;
  if (older && older->contains(fingerprint)) return true;
  if (recent.size() >= storage::recent_fingerprints) {
    if (!older) older = std::make_unique<OlderFingerprints>();
    older->insert(recent.front(), at);
    recent.erase(recent.begin());
    record.last_dropped = at;
  }
  recent.push_back(fingerprint);
  return false;
}

bool Customer::needs_history(Instant now) const {
  return record.last_dropped != Instant{} && now - record.last_dropped < storage::duplicate_window;
}

constexpr std::size_t customers_min = 4096;  // far more than two batches change, so nothing uncommitted is forgotten

Customers::Customers(std::size_t most)
    : identities_(std::max(most, customers_min)), customers_(std::max(most, customers_min)) {}

std::optional<CustomerId> Customers::find(std::string_view identity) {
  const CustomerId* id = identities_.find(identity);
  return id == nullptr ? std::nullopt : std::optional{*id};
}

Customer* Customers::find(CustomerId id) { return customers_.find(id); }

void Customers::learn(std::string identity, CustomerId id) { identities_.insert(std::move(identity), id); }

Customer& Customers::learn(CustomerId id, Customer customer) { return *customers_.insert(id, std::move(customer)); }

}  // namespace switchroom::shard
