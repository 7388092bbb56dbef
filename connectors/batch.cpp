#include "connectors/batch.hpp"

#include <utility>

#include "connectors/blank_message.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::size_t spare_messages_max = 16;

Delivery& spare() {
  thread_local Delivery delivery;
  return delivery;
}

}  // namespace

Batch::Batch(JsonReader::Document& document) : document_(document), delivery_(std::exchange(spare(), {})) {}

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
  Delivery& kept = spare();
  kept.messages = std::move(delivery.messages);
  if (kept.messages.size() > spare_messages_max) kept.messages.resize(spare_messages_max);
  if (kept.messages.capacity() > 2 * spare_messages_max) kept.messages.shrink_to_fit();
  for (InboundMessage& message : kept.messages) make_blank(message);
}

}  // namespace switchroom::connectors
