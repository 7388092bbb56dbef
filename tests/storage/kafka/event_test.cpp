// Events are the same bytes for ever. The examples in docs/schemas/examples are the ones of this file;
// tests/storage/kafka/test_schemas.py compares them with the published schemas. SWITCHROOM_UPDATE_GOLDEN=1 (`./test
// --update-golden`) writes them anew.

#include "storage/kafka/event.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <simdjson.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "storage/kafka/tail.hpp"
#include "tests/storage/kafka/routed_samples.hpp"
#include "tests/storage/kafka/sample_events.hpp"

namespace switchroom::storage::testing {
namespace {

using connectors::InboundMessage;
using connectors::MessageKind;

const EventPlace place{.shard = 7, .incarnation = "9f86d081884c7d65", .frame = 4711, .index = 2};
const Names names{.workspace = "demo", .numbering = &sample_numbering()};

const workspace::Numbering no_numbering;
const Names of_no_workspace{.workspace = "", .numbering = &no_numbering};

Decision decision_of(DecisionKind kind) {
  Decision decision;
  decision.kind = kind;
  decision.frame = place.frame;
  decision.index = place.index;
  decision.at = instant_of_ms(1'767'225'599'007);
  decision.workspace = WorkspaceId{1};
  decision.config_version = 12;
  return decision;
}

Decision ticket_decision(DecisionKind kind) {
  Decision decision = decision_of(kind);
  decision.ticket = TicketId{42};
  decision.customer = CustomerId{9};
  decision.sequence = 1;
  decision.channel = ChannelId{1};
  return decision;
}

Decision choice(DecisionKind kind) {
  Decision decision = ticket_decision(kind);
  decision.opened = true;
  decision.priority = Priority::high;
  decision.why.config_version = 12;
  decision.why.group = GroupId{2};
  decision.why.lost = {3, 0, 1, 0, 0};
  decision.found.group = GroupId{2};
  decision.found.priority = Priority::high;
  decision.found.skills = {{SkillId{1}, 5}};
  decision.found.matches = {{RuleId{1}, "refund", 9, 15}, {RuleId{2}, "", 0, 0}};
  return decision;
}

Decision started() {
  Decision decision = choice(DecisionKind::assignment_started);
  decision.agent = AgentId{1};
  decision.why.candidates = 2;
  decision.why.waited_ms = 1500;
  decision.why.winner = {AgentId{1}, Units{1000}, Units{3000}, instant_of_ms(1'767'225'500'000)};
  decision.why.runner_up = {AgentId{2}, Units{2500}, Units{3000}, {}};
  return decision;
}

InboundMessage message_of(MessageKind kind) {
  InboundMessage message;
  message.provider_id = "wamid.A1";
  message.kind = kind;
  message.from = "+4915112345678";
  message.to = "+4930123456";
  message.account = "106540352242922";
  message.conversation = "+4915112345678";
  message.at_ms = 1'767'225'598'000;
  message.text = "Please refund my \"order\" 退款";
  message.name = "Zoë";
  return message;
}

InboundMessage received() {
  InboundMessage message = message_of(MessageKind::image);
  message.media = {{.kind = MessageKind::image,
                    .id = "870",
                    .url = "https://example.org/870",
                    .mime_type = "image/jpeg",
                    .sha256 = "29ed500f",
                    .filename = "bill.jpg"}};
  message.location = {.present = true, .latitude = 52.5, .longitude = 13.4, .name = "Office", .address = "Berlin"};
  return message;
}

InboundMessage about(MessageKind kind) {
  InboundMessage message = message_of(kind);
  message.ref = "wamid.A0";
  if (kind == MessageKind::status) message.status = connectors::DeliveryStatus::delivered;
  return message;
}

Event rendered(const Decision& decision, const EventCause& cause = {}, MessageEvents messages = MessageEvents::full) {
  Event event;
  EXPECT_TRUE(render(decision, place, names, cause, messages, event));
  return event;
}

Event rendered_message(const InboundMessage& message, MessageEvents messages = MessageEvents::full) {
  return rendered(ticket_decision(DecisionKind::message_recorded), {.message = &message, .request = {}, .trace = {}},
                  messages);
}

TraceContext sample_trace() {
  TraceContext trace{.sampled = true};
  for (std::size_t i = 0; i < 16; ++i) trace.trace_id[i] = static_cast<std::uint8_t>(0xA0 + i);
  for (std::size_t i = 0; i < 8; ++i) trace.parent_id[i] = static_cast<std::uint8_t>(i + 1);
  return trace;
}

std::vector<Event> message_examples() {
  std::vector<Event> events{rendered_message(received())};
  for (const MessageKind kind : {MessageKind::echo, MessageKind::edit, MessageKind::deletion, MessageKind::reaction,
                                 MessageKind::status, MessageKind::system})
    events.push_back(rendered_message(about(kind)));
  return events;
}

Decision ended() {
  Decision decision = ticket_decision(DecisionKind::assignment_ended);
  decision.agent = AgentId{1};
  decision.sequence = 2;
  return decision;
}

Decision status_changed() {
  Decision decision = decision_of(DecisionKind::agent_status_changed);
  decision.agent = AgentId{1};
  decision.from = Status::offline;
  decision.to = Status::online;
  return decision;
}

Decision routed(const RoutedSample& sample) {
  const bool of_an_agent = std::string_view{sample.label}.starts_with("agent.");
  Decision decision = of_an_agent ? decision_of(DecisionKind::routed) : ticket_decision(DecisionKind::routed);
  if (of_an_agent) decision.agent = AgentId{1};
  decision.label = sample.label;
  decision.members = sample.members;
  return decision;
}

Decision offered() {
  Decision decision = choice(DecisionKind::offer_created);
  decision.agent = AgentId{1};
  decision.until = instant_of_ms(1'700'000'020'000);
  return decision;
}

Decision with_text(DecisionKind kind, std::string text) {
  Decision decision = decision_of(kind);
  decision.text = std::move(text);
  return decision;
}

Decision rolled_back() {
  Decision decision = decision_of(DecisionKind::shard_rolled_back);
  decision.workspace = {};
  decision.config_version = 0;
  decision.rolled_back_from = 4000;
  decision.rolled_back_to = 4710;
  return decision;
}

/// One event of each type.
std::vector<Event> examples() {
  const InboundMessage first = received();
  std::vector<Event> events = message_examples();
  events.push_back(rendered(choice(DecisionKind::ticket_queued)));
  events.push_back(rendered(started(), {.message = &first, .request = {}, .trace = sample_trace()}));
  events.push_back(rendered(ended()));
  events.push_back(rendered(ticket_decision(DecisionKind::ticket_closed)));
  events.push_back(rendered(status_changed()));
  events.push_back(rendered(with_text(DecisionKind::configuration_applied, "agent ann: limit 3 → 5")));
  events.emplace_back();
  EXPECT_TRUE(render(rolled_back(), place, of_no_workspace, {}, MessageEvents::full, events.back()));
  Decision letter = with_text(DecisionKind::dead_lettered, "entry[0].id: found nothing; expected text");
  letter.channel = ChannelId{1};
  events.push_back(rendered(
      letter, {.message = nullptr, .request = R"({"method":"POST","path":"/hooks/demo/whatsapp"})", .trace = {}}));
  for (const RoutedSample& sample : routed_samples) events.push_back(rendered(routed(sample)));
  events.push_back(rendered(offered()));
  events.push_back(dead_event(rendered(started()), "refused by Kafka: too large or malformed"));
  return events;
}

TEST(Events, the_examples_of_the_documentation_are_what_is_sent) {
  for (const Event& event : examples()) {
    const std::string path = "docs/schemas/examples/" + std::string{event.type} + ".json";
    if (std::getenv("SWITCHROOM_UPDATE_GOLDEN") != nullptr)
      std::ofstream{path, std::ios::binary} << event.bytes << '\n';
    std::ostringstream written;
    written << std::ifstream{path, std::ios::binary}.rdbuf();
    EXPECT_EQ(written.str(), event.bytes + "\n") << path << ": ./test --update-golden writes it anew";
  }
}

TEST(Events, each_type_goes_to_its_topic_under_its_key) {
  std::map<std::string_view, std::pair<Topic, std::string>> routes;
  for (const Event& event : examples()) routes[event.type] = {event.topic, event.key};
  EXPECT_EQ(routes.size(), 16u + routed_samples.size() + 1);
  const auto goes_to = [&](std::string_view type, Topic topic, std::string_view key) {
    EXPECT_EQ(routes[type].first, topic) << type;
    EXPECT_EQ(routes[type].second, key) << type;
  };
  for (const char* type : {"switchroom.ticket.queued.v1", "switchroom.assignment.started.v1",
                           "switchroom.assignment.ended.v1", "switchroom.ticket.closed.v1", "switchroom.event.dead.v1"})
    goes_to(type, Topic::assignments, "t7-42");
  for (const char* type :
       {"switchroom.message.received.v1", "switchroom.message.sent.v1", "switchroom.message.edited.v1",
        "switchroom.message.deleted.v1", "switchroom.message.reaction.v1", "switchroom.message.status.v1",
        "switchroom.message.system.v1"})
    goes_to(type, Topic::messages, "t7-42");
  goes_to("switchroom.agent.status_changed.v1", Topic::agents, "ann");
  goes_to("switchroom.configuration.applied.v1", Topic::audit, "demo");
  goes_to("switchroom.shard.rolled_back.v1", Topic::audit, "shard-7");
  goes_to("switchroom.message.dead_lettered.v1", Topic::dead_letters, "demo");
}

TEST(Events, what_was_held_back_is_told_as_itself_or_as_a_dead_letter_with_what_it_says) {
  const InboundMessage edit = about(MessageKind::edit);
  const EventCause cause{.message = &edit, .request = {}, .trace = {}};
  EXPECT_EQ(rendered(ticket_decision(DecisionKind::message_released), cause).bytes, rendered_message(edit).bytes);
  const Decision letter = with_text(DecisionKind::message_given_up, "edit: found wamid.A0");
  const Event event = rendered(letter, cause);
  EXPECT_EQ(event.type, "switchroom.message.dead_lettered.v1");
  EXPECT_TRUE(event.bytes.contains(R"("reason":"edit: found wamid.A0","request":"","message":{)")) << event.bytes;
  EXPECT_TRUE(event.bytes.contains("Please refund"));
  EXPECT_FALSE(rendered(letter, cause, MessageEvents::off).bytes.contains("Please refund"));
}

TEST(Events, a_reused_event_is_overwritten_whole) {
  Event event = rendered(started());
  const InboundMessage message = received();
  ASSERT_TRUE(render(ticket_decision(DecisionKind::message_recorded), place, names,
                     {.message = &message, .request = {}, .trace = {}}, MessageEvents::full, event));
  EXPECT_EQ(event.bytes, rendered_message(message).bytes);
  EXPECT_EQ(event.topic, Topic::messages);
}

TEST(Events, an_id_names_shard_incarnation_entry_and_index) {
  EXPECT_EQ(rendered(started()).id, "7.9f86d081884c7d65.4711.2");
}

TEST(Events, references_hold_nothing_that_was_written) {
  InboundMessage message = received();
  message.payload = "secret payload";
  message.subject = "secret subject";
  const std::string bytes = rendered_message(message, MessageEvents::references).bytes;
  for (const char* hidden : {"refund", "secret", "example.org", "bill.jpg", "Zoë", "Berlin", "52.5"})
    EXPECT_EQ(bytes.find(hidden), std::string::npos) << hidden;
  for (const char* kept : {"wamid.A1", "+4915112345678", R"("id":"870")"})
    EXPECT_NE(bytes.find(kept), std::string::npos) << kept;
}

TEST(Events, message_events_can_be_off) {
  const InboundMessage message = received();
  Event event;
  EXPECT_FALSE(render(ticket_decision(DecisionKind::message_recorded), place, names,
                      {.message = &message, .request = {}, .trace = {}}, MessageEvents::off, event));
  EXPECT_TRUE(render(started(), place, names, {}, MessageEvents::off, event));
}

TEST(Events, a_missing_message_is_a_broken_promise) {
  Event event;
  EXPECT_THROW(render(ticket_decision(DecisionKind::message_recorded), place, names, {}, MessageEvents::full, event),
               std::logic_error);
}

TEST(Events, a_number_without_a_name_is_shown_as_a_number) {
  Decision decision = ended();
  decision.agent = AgentId{99};
  EXPECT_NE(rendered(decision).bytes.find(R"("agent":"#99")"), std::string::npos);
}

TEST(Events, a_message_that_is_no_ticket_goes_under_its_customer) {
  Decision decision = ticket_decision(DecisionKind::message_recorded);
  decision.ticket = {};
  decision.sequence = 0;
  const InboundMessage message = about(MessageKind::status);
  const Event event = rendered(decision, {.message = &message, .request = {}, .trace = {}});
  EXPECT_EQ(event.key, "c7-9");
  EXPECT_EQ(event.bytes.find("sequence"), std::string::npos);
}

/// Every text of a message as long as it can be, in the bytes that take most room.
InboundMessage huge(std::size_t bytes, char filler) {
  InboundMessage message = message_of(MessageKind::text);
  const std::string text(bytes, filler);
  for (auto* field : {&message.provider_id, &message.from, &message.from_alias, &message.to, &message.account,
                      &message.conversation, &message.text, &message.payload, &message.ref, &message.reply_to,
                      &message.name, &message.language, &message.phone, &message.thread, &message.error,
                      &message.subject, &message.in_reply_to, &message.auto_submitted})
    *field = text;
  message.references.assign(40, text);
  message.recipients.assign(40, text);
  message.location = {.present = true, .latitude = 1, .longitude = 2, .name = text, .address = text};
  message.media.assign(
      40, {.kind = MessageKind::file, .id = text, .url = text, .mime_type = text, .sha256 = text, .filename = text});
  return message;
}

TEST(Events, no_message_makes_an_event_larger_than_256_kib) {
  for (const char filler : {'\x01', 'a', '\xff', '"'})
    for (const std::size_t bytes : {600u, 5'000u, 70'000u, 200'000u}) {
      const InboundMessage message = huge(bytes, filler);
      SCOPED_TRACE(std::to_string(bytes) + " of " + std::to_string(static_cast<int>(filler)));
      const Event event = rendered_message(message);
      EXPECT_LE(event.bytes.size(), event_bytes_max);
      EXPECT_NE(event.bytes.find(R"(,"truncated":true)"), std::string::npos);
    }
}

TEST(Events, a_message_of_usual_length_is_not_cut) {
  InboundMessage message = received();
  message.text = std::string(60'000, 'x');
  message.media.assign(10, message.media[0]);
  const Event event = rendered_message(message);
  EXPECT_EQ(event.bytes.find("truncated"), std::string::npos);
  EXPECT_NE(event.bytes.find(message.text), std::string::npos);
}

TEST(Events, no_decision_makes_an_event_larger_than_256_kib) {
  Decision decision = started();
  decision.found.matches.assign(1'000, {RuleId{1}, std::string(3000, '\x01'), 1, 2});
  decision.found.skills.assign(10'000, {SkillId{1}, 3});
  InboundMessage message = huge(10'000, '\x01');
  EXPECT_LE(rendered(decision, {.message = &message, .request = {}, .trace = {}}).bytes.size(), event_bytes_max);
  const std::string request(1'000'000, '\x01');
  const Decision letter = with_text(DecisionKind::dead_lettered, request);
  EXPECT_LE(rendered(letter, {.message = nullptr, .request = request, .trace = {}}).bytes.size(), event_bytes_max);
  EXPECT_LE(rendered(with_text(DecisionKind::configuration_applied, request)).bytes.size(), event_bytes_max);
}

RC_GTEST_PROP(EventProperty, any_message_makes_one_json_document, (const std::string& text, const std::string& name)) {
  InboundMessage message = message_of(MessageKind::text);
  message.text = text;
  message.name = name;
  message.provider_id = text + name;
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  RC_ASSERT(parser.parse(rendered_message(message).bytes).get(document) == simdjson::SUCCESS);
}

TEST(Events, time_is_told_in_utc_with_milliseconds) {
  const auto time_of = [](std::int64_t ms) {
    Decision decision = ended();
    decision.at = instant_of_ms(ms);
    const std::string bytes = rendered(decision).bytes;
    return bytes.substr(bytes.find(R"("time":)") + 8, 24);
  };
  EXPECT_EQ(time_of(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(time_of(1'709'210'096'789), "2024-02-29T12:34:56.789Z");
  EXPECT_EQ(time_of(std::numeric_limits<std::int64_t>::max()), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(time_of(-5), "1970-01-01T00:00:00.000Z");
}

TEST(Events, a_dead_event_keeps_id_key_and_sequence) {
  const Event refused = rendered(started());
  const Event dead = dead_event(refused, "too large");
  EXPECT_EQ(dead.id, refused.id);
  EXPECT_EQ(dead.key, refused.key);
  EXPECT_NE(dead.bytes.find(R"("sequence":"00000000000000000001")"), std::string::npos);
  EXPECT_EQ(origin_of(dead.bytes, 7).frame, 4711u);
}

TEST(EventOrigin, is_read_back_from_the_bytes) {
  const Event event = rendered(started());
  const EventOrigin origin = origin_of(event.bytes, 7);
  EXPECT_EQ(origin.frame, 4711u);
  EXPECT_EQ(origin.ticket, 42u);
  EXPECT_EQ(origin.customer, 9u);
  EXPECT_EQ(origin_of(event.bytes, 8).frame, 0u);
}

TEST(EventOrigin, of_anything_else_is_nothing) {
  for (const char* bytes :
       {"", "{", "[]", "7", R"({"id":7})", R"({"id":"7"})", R"({"id":"7.a"})", R"({"id":"7.a.x.1"})", "\xff\xfe"})
    EXPECT_EQ(origin_of(bytes, 7).frame, 0u) << bytes;
}

}  // namespace
}  // namespace switchroom::storage::testing
