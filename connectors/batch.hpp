#pragma once
// Collects what one JSON delivery holds: a message that can't be read does not lose the others. One thread at a time.

#include <cstddef>

#include "config/vocabulary/error.hpp"
#include "connectors/connector.hpp"
#include "connectors/json_reader.hpp"

namespace switchroom::connectors {

class Batch {
 public:
  static constexpr std::size_t parts_max = 5000;  ///< providers send at most 1000; more is a dead letter as a whole
  static constexpr std::size_t part_bytes_max = 64 * 1024;

  explicit Batch(JsonReader::Document& document) : document_(document) {}

  /// An empty message to be filled; valid until `settle` or the next `start`.
  InboundMessage& start() { return delivery_.messages.emplace_back(); }
  /// Keeps the message that was started and read from `part`; or takes `part` as undecodable if that met an error.
  void settle(const JsonReader& part);
  /// Takes `part` as undecodable if there was an error since the last call; true if so.
  bool refused(const JsonReader& part);
  /// All that was taken; an error if nothing could be read, or the delivery was beyond all bounds.
  Result<Delivery> finish() &&;

 private:
  void check_bound();

  JsonReader::Document& document_;
  Delivery delivery_;
};

}  // namespace switchroom::connectors
