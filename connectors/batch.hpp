#pragma once
// Collects what one JSON delivery holds: a message that can't be read does not lose the others. One thread at a time.
//
// Whoever has used up a delivery gives it to `recycle`; the next batch of the thread fills its messages again, and a
// text message then costs no allocation: `message.text = reader.text()` writes where the last text stood.

#include <cstddef>

#include "config/vocabulary/error.hpp"
#include "connectors/connector.hpp"
#include "connectors/json_reader.hpp"

namespace switchroom::connectors {

class Batch {
 public:
  static constexpr std::size_t parts_max = 5000;  ///< providers send at most 1000; more is a dead letter as a whole
  static constexpr std::size_t part_bytes_max = 64 * 1024;

  explicit Batch(JsonReader::Document& document);

  /// An empty message to be filled; valid until `settle`, `withdraw` or the next `start`.
  InboundMessage& start();
  /// Keeps the message that was started and read from `part`; or takes `part` as undecodable if that met an error.
  void settle(const JsonReader& part);
  /// Forgets the message that was started: there is nothing to tell.
  void withdraw();
  /// Takes `part` as undecodable if there was an error since the last call; true if so.
  bool refused(const JsonReader& part);
  /// All that was taken; an error if nothing could be read, or the delivery was beyond all bounds.
  Result<Delivery> finish() &&;

 private:
  void check_bound();

  JsonReader::Document& document_;
  Delivery delivery_;
  std::size_t count_ = 0;  // messages of this batch; those behind it are spare
};

/// Takes a delivery that is used up, so that the thread's next batch finds its storage: at most 16 messages of at most
/// 1 KiB a text.
void recycle(Delivery&& delivery);

}  // namespace switchroom::connectors
