// Any bytes as the texts of a message: its event is one JSON document of bounded length, from which its origin is read
// back. And any bytes as an event that somebody else put into a topic.

#include <algorithm>
#include <cstdlib>

#include "storage/kafka/event.hpp"
#include "storage/kafka/tail.hpp"

using namespace switchroom;
using namespace switchroom::storage;

namespace {

/// A message whose fields are pieces of the input, divided by the byte 0xFE.
connectors::InboundMessage message_of(std::string_view bytes) {
  connectors::InboundMessage message;
  for (auto* field :
       {&message.text, &message.provider_id, &message.from, &message.payload, &message.name, &message.ref}) {
    const std::size_t end = std::min(bytes.find('\xfe'), bytes.size());
    field->assign(bytes.substr(0, end));
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  if (!bytes.empty()) message.media.resize(static_cast<std::size_t>(bytes.size()) % 64);
  for (connectors::Attachment& attachment : message.media) attachment.url = bytes;
  return message;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  (void)origin_of(bytes, 0);
  static const workspace::Numbering numbering;
  const connectors::InboundMessage message = message_of(bytes);
  Decision decision;
  decision.kind = DecisionKind::message_recorded;
  decision.ticket = TicketId{1};
  decision.customer = CustomerId{2};
  Event event;
  const EventPlace place{.shard = 3, .incarnation = "00112233445566778899aabbccddeeff", .frame = 4, .index = 5};
  render(decision, place, {.workspace = "demo", .numbering = &numbering},
         {.message = &message, .request = {}, .trace = {}}, MessageEvents::full, event);
  const EventOrigin origin = origin_of(event.bytes, 3);
  if (event.bytes.size() > event_bytes_max || origin.frame != 4 || origin.ticket != 1 || origin.customer != 2)
    std::abort();
  return 0;
}
