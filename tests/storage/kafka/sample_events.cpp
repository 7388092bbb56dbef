#include "tests/storage/kafka/sample_events.hpp"

namespace switchroom::storage::testing {

const workspace::Numbering& sample_numbering() {
  static const workspace::Numbering numbering = [] {
    workspace::Numbering names;
    for (const char* name : {"whatsapp", "sms"}) names.channels.number_of(name);
    for (const char* name : {"support", "payments"}) names.groups.number_of(name);
    for (const char* name : {"ann", "bob"}) names.agents.number_of(name);
    for (const char* name : {"refund", "english"}) names.skills.number_of(name);
    for (const char* name : {"refunds", "school"}) names.rules.number_of(name);
    return names;
  }();
  return numbering;
}

namespace {

Event event_at(std::uint64_t frame, std::uint32_t index, std::uint64_t ticket, std::uint32_t shard) {
  Decision decision;
  decision.kind = DecisionKind::ticket_closed;
  decision.frame = frame;
  decision.index = index;
  decision.at = instant_of_ms(1'700'000'000'000 + static_cast<std::int64_t>(frame));
  decision.workspace = WorkspaceId{1};
  decision.config_version = 1;
  decision.ticket = TicketId{ticket};
  decision.customer = CustomerId{ticket + 100};
  decision.sequence = frame;
  decision.channel = ChannelId{1};
  const EventPlace place{
      .shard = shard, .incarnation = "00112233445566778899aabbccddeeff", .frame = frame, .index = index};
  Event event;
  render(decision, place, {.workspace = "demo", .numbering = &sample_numbering()}, {}, MessageEvents::full, event);
  return event;
}

}  // namespace

Event sample_event(std::uint64_t frame, std::uint64_t ticket, std::uint32_t shard) {
  return event_at(frame, 0, ticket, shard);
}

Batch sample_batch(std::uint64_t position, const std::vector<std::uint64_t>& tickets, std::uint32_t shard) {
  Batch batch{.position = position, .events = {}};
  for (const std::uint64_t ticket : tickets)
    batch.events.push_back(event_at(position, static_cast<std::uint32_t>(batch.events.size()), ticket, shard));
  return batch;
}

}  // namespace switchroom::storage::testing
