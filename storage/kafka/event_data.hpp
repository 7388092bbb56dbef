#pragma once
// The `data` of events, a function per kind of decision. Pure; any thread. Fields: docs/schemas/.

#include "storage/kafka/event.hpp"
#include "storage/kafka/json_writer.hpp"

namespace switchroom::storage {

/// Everything that the data of one event is made from.
struct EventSource {
  const Decision& decision;
  const EventPlace& place;
  const Names& names;
  const EventCause& cause;
  MessageEvents messages = MessageEvents::full;
};

/// Writes the object `data`. At most 250 KiB.
void write_data(const EventSource& source, JsonWriter& json);

/// The name of a number; `#7` if the numbering does not know it.
std::string name_or_number(const workspace::NameTable& table, std::uint32_t number);

}  // namespace switchroom::storage
