#include "connectors/batch.hpp"

#include <utility>

namespace switchroom::connectors {

void Batch::add(const JsonReader& part, InboundMessage&& message) {
  if (refused(part)) return;
  count_part();
  delivery_.messages.push_back(std::move(message));
}

bool Batch::refused(const JsonReader& part) {
  if (document_.given_up()) return true;
  std::optional<Error> error = document_.take_error();
  if (!error) return false;
  count_part();
  std::string bytes = part.json();
  if (bytes.size() > part_bytes_max) bytes.resize(part_bytes_max);
  delivery_.undecodable.push_back({std::move(*error), std::move(bytes)});
  return true;
}

Result<Delivery> Batch::finish() && {
  if (std::optional<Error> error = document_.take_error()) return std::unexpected{std::move(*error)};
  return std::move(delivery_);
}

void Batch::count_part() {
  if (delivery_.messages.size() + delivery_.undecodable.size() == parts_max)
    document_.give_up("more than 5000 messages", "a delivery of at most 1000 messages");
}

}  // namespace switchroom::connectors
