#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "router/shard/fold.hpp"
#include "router/shard/message_states.hpp"
#include "storage/records/codec.hpp"
#include "storage/records/fingerprint.hpp"

// A provider keeps no order: an edit, a deletion, a reaction or a receipt may come before its message. It is held back
// and takes its place right after the message. What nobody comes for is given up: changes as dead letters, receipts
// with a word to the log; both still enter the history, where a reader applies them whatever stands first.

namespace switchroom::shard {
namespace {

using connectors::InboundMessage;
using connectors::MessageKind;
using storage::HeldId;
using storage::HeldKind;
using storage::HeldRecord;

constexpr Milliseconds receipt_patience{24LL * 3600 * 1000};
constexpr Milliseconds change_patience = storage::duplicate_window;  // as long as its message may still be delivered
constexpr std::size_t given_up_at_once = 1'000;                      // the rest a moment later: a commit stays small
constexpr std::string_view too_late = "had not come in time";
constexpr std::string_view too_many = "had not come, and too much waits";

}  // namespace

void Fold::restore(HeldId id, HeldRecord record) {
  const HeldBack::Key key = key_of(record);
  held_.put(id, key, std::move(record));
}

void Fold::learn_names(CustomerId id, std::size_t lines) {
  names_.insert(id, MessageNames{.names = {}, .lines = lines});
}

void Fold::learn_line(CustomerId id, const storage::HistoryLine& line) {
  MessageNames& names = *names_.find(id);
  if (const auto* part = std::get_if<storage::PartLine>(&line))
    names.names.insert(name_of(id, part->channel, part->provider_id));
  if (const auto* message = std::get_if<storage::MessageLine>(&line))
    for (const std::uint64_t name : names_of(id, message->channel, message->message)) names.names.insert(name);
}

std::uint64_t Fold::name_of(CustomerId customer, ChannelId channel, std::string_view name) const {
  thread_local std::string text;
  text.clear();
  storage::ByteWriter bytes{text};
  bytes.u64(customer.number);
  bytes.u32(channel.number);
  bytes.text(name);
  return storage::siphash(settings_.fingerprint_key, text);
}

/// What a record waits for.
std::uint64_t Fold::key_of(const HeldRecord& record) const {
  const InboundMessage& message = record.input.message;
  if (record.kind == HeldKind::change || record.kind == HeldKind::receipt) {
    const std::string_view reply = reply_named_by(message);  // surely told with it; the provider's id perhaps not
    return name_of(record.customer, record.input.channel, reply.empty() ? message.ref : reply);
  }
  std::string text;
  storage::ByteWriter bytes{text};
  bytes.u64(record.customer.number);
  bytes.u32(record.input.channel.number);
  for (const std::string* field : {&message.from, &message.to, &message.part.ref}) bytes.text(*field);
  return storage::siphash(settings_.fingerprint_key, text);
}

std::vector<std::uint64_t> Fold::names_of(CustomerId customer, ChannelId channel, const InboundMessage& message) const {
  std::vector<std::uint64_t> names;
  if (!customer || !has_name(message.kind)) return names;
  if (!message.provider_id.empty()) names.push_back(name_of(customer, channel, message.provider_id));
  if (message.kind == MessageKind::echo && !message.ref.empty())
    names.push_back(name_of(customer, channel, message.ref));
  return names;
}

void Fold::note_names(CustomerId customer, const std::vector<std::uint64_t>& names, bool lasting) {
  MessageNames* known = names_.find(customer);
  if (known != nullptr && known->lines > MessageNames::lines_max)
    known->names = {};
  else if (known != nullptr)
    known->names.insert(names.begin(), names.end());
  for (const std::uint64_t name : names)
    if (lasting) recent_names_.insert(name, true);
}

/// Whether it is certain that the message which it changes has not come.
bool Fold::must_wait(CustomerId customer, const storage::MessageInput& input) {
  if (!customer || !changes_another(input.message)) return false;
  const MessageNames* names = names_.find(customer);
  for (const std::string_view name : {std::string_view{input.message.ref}, reply_named_by(input.message)}) {
    const std::uint64_t hash = name_of(customer, input.channel, name);
    if (recent_names_.find(hash) != nullptr || (names != nullptr && names->names.contains(hash))) return false;
  }
  return names != nullptr && names->lines <= MessageNames::lines_max;
}

void Fold::hold_back(const storage::MessageInput& input, CustomerId customer, std::uint64_t fingerprint) {
  const bool receipt = input.message.kind == MessageKind::status;
  const HeldKind kind = receipt ? HeldKind::receipt : HeldKind::change;
  const Instant due = place_.at + (receipt ? receipt_patience : change_patience);
  put_held({place_.frame, place_.input}, {kind, due, customer, fingerprint, input});
  keep_bounds(kind, customer);
}

void Fold::put_held(HeldId id, HeldRecord record) {
  changed_held_.insert(id);
  const HeldBack::Key key = key_of(record);
  held_.put(id, key, std::move(record));
}

HeldRecord Fold::take_held(HeldId id) {
  changed_held_.insert(id);
  return held_.take(id);
}

void Fold::keep_bounds(HeldKind kind, CustomerId customer) {
  while (const auto oldest = held_.beyond_bounds(kind, customer)) {
    // Only the customer at hand can be told a message; for a part of somebody else's `has_room` has looked.
    if (kind == HeldKind::part && held_.find(*oldest)->customer != customer) return;
    give_up(*oldest, too_many);
  }
}

/// Puts a message into its place, and after it all that waited for it, in the order in which that came.
void Fold::settle(WorkspaceState& workspace, const workspace::Channel& channel, const Arrival& arrival) {
  const CustomerId customer = arrival.customer;
  place(workspace, channel, arrival);
  std::vector<std::uint64_t> names = names_of(customer, arrival.input.channel, arrival.input.message);
  names.insert(names.end(), arrival.names.begin(), arrival.names.end());
  note_names(customer, names, arrival.input.message.kind == MessageKind::echo);
  for (std::size_t next = 0; next < names.size(); ++next)
    for (const HeldId id : held_.waiting_for(names[next])) {
      const HeldRecord record = take_held(id);
      recall(customer, record.fingerprint);
      place(workspace, channel,
            {.input = record.input, .customer = customer, .fingerprint = record.fingerprint, .released = true});
      const std::vector<std::uint64_t> more = names_of(customer, record.input.channel, record.input.message);
      note_names(customer, more, false);
      names.insert(names.end(), more.begin(), more.end());
    }
}

/// What was held back was not in the history when that was read for fingerprints that the record has no room for.
void Fold::recall(CustomerId id, std::uint64_t fingerprint) {
  Customer* customer = customers_.find(id);
  if (customer != nullptr && customer->older) customer->older->insert(fingerprint, place_.at);
}

void Fold::give_up(HeldId id, std::string_view why) {
  const HeldKind kind = held_.find(id)->kind;
  if (kind == HeldKind::part) return deliver_incomplete(id, why);
  const HeldRecord record = take_held(id);
  if (kind == HeldKind::rest) return;
  batch_->given_up.push_back(kind);
  tell_given_up(record, why);
}

void Fold::tell_given_up(const HeldRecord& record, std::string_view why) {
  const InboundMessage& message = record.input.message;
  std::string line;
  storage::encode_line(place_.at, record.fingerprint, {}, record.input.channel, message, line);
  append_line(record.customer, std::move(line));
  recall(record.customer, record.fingerprint);
  note_names(record.customer, names_of(record.customer, record.input.channel, message), false);
  if (record.kind == HeldKind::receipt) return;
  storage::Decision& decision =
      decide(storage::DecisionKind::message_given_up, *workspaces_.find(record.input.workspace));
  decision.channel = record.input.channel;
  decision.customer = record.customer;
  decision.message = storage::encode(record.input);
  decision.text = fmt::format("{}: found {}; expected a message that comes first: it {}",
                              word_of(connectors::message_kind_names, message.kind), message.ref, why);
  batch_->dead_letters.push_back("held_back");
}

void Fold::give_up_due() {
  std::size_t given_up = 0;
  for (const HeldId id : held_.due_by(place_.at)) {
    const HeldRecord* record = held_.find(id);  // one part takes the others along, and may leave a rest in its place
    if (record == nullptr || record->due > place_.at) continue;
    give_up(id, too_late);
    if (++given_up == given_up_at_once) return;
  }
}

/// Whose messages are put together of what has come so far.
void Fold::need_due(Instant at, Needs& needs) {
  for (const HeldId id : held_.due_by(at)) {
    const HeldRecord& record = *held_.find(id);
    if (record.kind != HeldKind::part) continue;
    if (customers_.find(record.customer) == nullptr)
      needs.customers.push_back(record.customer);
    else if (const TicketId closed = closed_ticket_of(record.customer))
      needs.closed_tickets.push_back(closed);
  }
}

}  // namespace switchroom::shard
