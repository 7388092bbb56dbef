#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

#include "connectors/registry.hpp"
#include "storage/records/history_entry.hpp"
#include "tests/router/shard/bench.hpp"

// A provider keeps no order and repeats what it likes: however the deliveries of a conversation come, its history holds
// the same messages, and by the provider's time they have the same order; and nothing is told of a message before
// itself.

namespace switchroom::shard::test {
namespace {

using connectors::InboundMessage;

/// What WhatsApp would send, through its connector.
std::vector<InboundMessage> delivered(std::string_view from, int number, std::int64_t at_ms) {
  const connectors::Connector& whatsapp = *connectors::find_connector("whatsapp");
  connectors::Credentials credentials;
  connectors::make_up_settings(whatsapp, credentials);
  const connectors::Draft draft{.id = fmt::format("wamid.{}.{}", from, number),
                                .from = std::string{from},
                                .name = "Ann",
                                .text = fmt::format("message {}", number),
                                .at_ms = at_ms,
                                .path = "/hooks/demo/whatsapp"};
  const connectors::OwnedRequest request = whatsapp.compose(draft, credentials);
  const std::vector<connectors::Header> headers = connectors::headers_of(request);
  return whatsapp.decode(connectors::view_of(request, headers), credentials).value().messages;
}

/// Messages, and for some of them an edit, a deletion, a reaction, a receipt of ours or an echo: what makes up a
/// conversation.
std::vector<InboundMessage> conversation(std::string_view from) {
  std::vector<InboundMessage> all;
  for (int i = 0, count = *rc::gen::inRange(1, 6); i < count; ++i) {
    const std::int64_t at_ms = 1'760'000'000'000 + 1000 * *rc::gen::inRange(0, 3) + 1000 * i;
    for (InboundMessage& message : delivered(from, i, at_ms)) all.push_back(std::move(message));
    InboundMessage later = all.back();
    later.ref = later.provider_id;
    later.provider_id += ":later";
    later.at_ms += 500;
    using enum connectors::MessageKind;
    later.kind = *rc::gen::element(text, edit, deletion, reaction, status, echo);
    if (later.kind == text) continue;
    if (later.kind == status) later.status = connectors::DeliveryStatus::read;
    all.push_back(std::move(later));
  }
  return all;
}

/// Every message at least once, in any order, some of them again.
std::vector<InboundMessage> as_they_come(const std::vector<InboundMessage>& all) {
  std::vector<InboundMessage> coming = all;
  for (const InboundMessage& one : all)
    for (int again = *rc::gen::inRange(0, 3); again > 0; --again) coming.push_back(one);
  for (std::size_t i = coming.size(); i > 1; --i)
    std::swap(coming[i - 1], coming[static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(i)))]);
  return coming;
}

/// The messages of the history of the customer who wrote last, by the provider's time.
std::vector<std::string> told(Bench& bench, const std::vector<storage::Decision>& decisions) {
  std::vector<std::pair<std::int64_t, std::string>> lines;
  const CustomerId customer = decisions.front().customer;
  for (const redis::Reply& line :
       bench.server.ask(redis::Command{"LRANGE", bench.keys.history(customer), "0", "-1"}).elements) {
    const auto decoded = storage::decode_line(line.text).value();
    if (const auto* message = std::get_if<storage::MessageLine>(&decoded))
      lines.emplace_back(message->message.at_ms,
                         fmt::format("{} {}", message->message.provider_id, message->message.text));
  }
  std::ranges::sort(lines);
  std::vector<std::string> texts;
  for (auto& [at, text] : lines) texts.push_back(std::move(text));
  return texts;
}

/// The ids of the messages that decisions tell, in order. `one` is what they were made of.
void note_told(const std::vector<storage::Decision>& decisions, const InboundMessage& one,
               std::vector<std::string>& ids) {
  for (const storage::Decision& decision : decisions) {
    if (decision.kind == storage::DecisionKind::message_recorded) ids.push_back(one.provider_id);
    if (decision.kind == storage::DecisionKind::message_released)
      ids.push_back(storage::decode_message_input(decision.message)->message.provider_id);
  }
}

/// Whether each message is told once, and before what changes it.
bool in_order(const std::vector<InboundMessage>& all, const std::vector<std::string>& ids) {
  const auto place = [&ids](const std::string& id) { return std::ranges::find(ids, id); };
  return ids.size() == all.size() && std::ranges::all_of(all, [&](const InboundMessage& one) {
           const bool waits = one.kind != connectors::MessageKind::echo && !one.ref.empty();
           return place(one.provider_id) != ids.end() && (!waits || place(one.ref) < place(one.provider_id));
         });
}

TEST(Deliveries, GiveTheSameHistoryInWhateverOrderAndHoweverOftenTheyCome) {
  Bench bench;
  auto fold = bench.take_over();
  bench.fold_up_to(*fold, bench.append({configuration(sample_document(100), "k1")}));
  int customers = 0;
  EXPECT_TRUE(rc::check([&] {
    const std::string from = fmt::format("+4915{:08}", ++customers);
    const std::vector<InboundMessage> all = conversation(from);
    std::vector<storage::Decision> decisions;
    std::vector<std::string> ids;
    for (const InboundMessage& one : as_they_come(all)) {
      const std::uint64_t last = bench.append({storage::MessageInput{WorkspaceId{1}, ChannelId{1}, {}, one}});
      if (*rc::gen::inRange(0, 8) == 0) fold = bench.take_over();
      std::vector<storage::Decision> made = bench.fold_up_to(*fold, last);
      note_told(made, one, ids);
      std::ranges::move(made, std::back_inserter(decisions));
    }
    std::vector<std::pair<std::int64_t, std::string>> sorted;
    for (const InboundMessage& one : all)
      sorted.emplace_back(one.at_ms, fmt::format("{} {}", one.provider_id, one.text));
    std::ranges::sort(sorted);
    std::vector<std::string> expected;
    for (auto& [at, text] : sorted) expected.push_back(std::move(text));
    RC_ASSERT(told(bench, decisions) == expected);
    RC_ASSERT(in_order(all, ids));
  }));
}

}  // namespace
}  // namespace switchroom::shard::test
