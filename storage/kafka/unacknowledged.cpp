#include "storage/kafka/unacknowledged.hpp"

#include <utility>

namespace switchroom::storage {

bool Unacknowledged::has_room_for(const Batch& batch) const {
  if (slots_.empty()) return true;
  std::size_t bytes = bytes_;
  for (const Event& event : batch.events) bytes += event.bytes.size();
  return slots_.size() + batch.events.size() <= bounds_.events_max && bytes <= bounds_.bytes_max;
}

bool Unacknowledged::half_empty() const {
  return slots_.size() <= bounds_.events_max / 2 && bytes_ <= bounds_.bytes_max / 2;
}

void Unacknowledged::add(Batch&& batch) {
  for (Event& event : batch.events) {
    bytes_ += event.bytes.size();
    ++events_;
    slots_.emplace_back(std::move(event));
  }
  if (slots_.empty())
    acknowledged_ = batch.position;
  else if (!milestones_.empty() && milestones_.back().end == end())
    milestones_.back().position = batch.position;
  else
    milestones_.push_back({end(), batch.position});
}

void Unacknowledged::clear(std::uint64_t position) {
  first_ = end();
  slots_.clear();
  milestones_.clear();
  acknowledged_ = position;
  events_ = bytes_ = 0;
}

bool Unacknowledged::acknowledge(std::uint64_t ordinal) {
  if (find(ordinal) == nullptr) return false;
  std::optional<Event>& slot = slots_[ordinal - first_];
  bytes_ -= slot->bytes.size();
  --events_;
  slot.reset();
  const std::uint64_t before = acknowledged_;
  drop_acknowledged();
  return acknowledged_ != before;
}

void Unacknowledged::drop_acknowledged() {
  for (; !slots_.empty() && !slots_.front(); ++first_) slots_.pop_front();
  for (; !milestones_.empty() && milestones_.front().end <= first_; milestones_.pop_front())
    acknowledged_ = milestones_.front().position;
}

void Unacknowledged::replace(std::uint64_t ordinal, Event event) {
  std::optional<Event>& slot = slots_.at(ordinal - first_);
  bytes_ += event.bytes.size() - slot.value().bytes.size();
  slot = std::move(event);
}

const Event* Unacknowledged::find(std::uint64_t ordinal) const {
  if (ordinal < first_ || ordinal >= end()) return nullptr;
  const std::optional<Event>& slot = slots_[ordinal - first_];
  return slot ? &*slot : nullptr;
}

std::optional<Instant> Unacknowledged::oldest() const {
  if (slots_.empty()) return std::nullopt;
  return slots_.front()->at;
}

}  // namespace switchroom::storage
