#include "connectors/batch.hpp"

#include <utility>

namespace switchroom::connectors {

void Batch::settle(const JsonReader& part) {
  check_bound();
  if (refused(part)) delivery_.messages.pop_back();
}

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
  return std::move(delivery_);
}

void Batch::check_bound() {
  if (delivery_.messages.size() + delivery_.undecodable.size() > parts_max)
    document_.give_up("more than 5000 messages", "a delivery of at most 1000 messages");
}

}  // namespace switchroom::connectors
