#include "connectors/batch.hpp"

#include <utility>

#include "connectors/blank_message.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::size_t spare_messages_max = 16;

std::vector<InboundMessage>& spare() {
  thread_local std::vector<InboundMessage> messages;
  return messages;
}

}  // namespace

Batch::Batch(JsonReader::Document& document) : document_(document) { delivery_.messages.swap(spare()); }

InboundMessage& Batch::start() {
  if (count_ == delivery_.messages.size()) delivery_.messages.emplace_back();
  return delivery_.messages[count_++];
}

void Batch::settle(const JsonReader& part) {
  check_bound();
  if (refused(part)) withdraw();
}

void Batch::withdraw() { make_blank(delivery_.messages[--count_]); }

bool Batch::refused(const JsonReader& part) {
  if (document_.given_up()) return true;
  std::optional<Error> error = document_.take_error();
  if (!error) return false;
  check_bound();
  std::string bytes = part.json();
  if (bytes.size() > part_bytes_max) bytes.resize(part_bytes_max);
  delivery_.undecodable.push_back({std::move(*error), std::move(bytes)});
  return true;
}

Result<Delivery> Batch::finish() && {
  if (std::optional<Error> error = document_.take_error()) return std::unexpected{std::move(*error)};
  delivery_.messages.resize(count_);
  return std::move(delivery_);
}

void Batch::check_bound() {
  if (count_ + delivery_.undecodable.size() > parts_max)
    document_.give_up("more than 5000 messages", "a delivery of at most 1000 messages");
}

void recycle(Delivery&& delivery) {
  std::vector<InboundMessage>& kept = spare();
  kept = std::move(delivery.messages);
  if (kept.size() > spare_messages_max) kept.resize(spare_messages_max);
  if (kept.capacity() > 2 * spare_messages_max) kept.shrink_to_fit();
  for (InboundMessage& message : kept) make_blank(message);
}

}  // namespace switchroom::connectors
