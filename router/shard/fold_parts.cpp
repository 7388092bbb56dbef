#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "router/shard/fold.hpp"
#include "storage/records/history_entry.hpp"

// Parts of a long message, where the provider does not join them. They wait for each other; the last one that comes
// makes the message. After a while what is there is delivered, with a mark for each part that is missing:
//
//   part 1 "I want ", part 3 "please", then a minute   →   "I want […2/3…]please"
//
// A part that comes after that is a message of its own. References are used again: a part that is there already, or of
// another length, begins a new message.

namespace switchroom::shard {
namespace {

using connectors::InboundMessage;
using connectors::MessageKind;
using connectors::MessagePart;
using storage::HeldId;
using storage::HeldKind;
using storage::HeldRecord;

constexpr std::uint32_t parts_max = 255;  // the user data header of an SMS has a byte for it
constexpr Milliseconds default_patience{60'000};
constexpr std::int64_t patience_max_s = 3600;
constexpr Milliseconds rest_patience{24LL * 3600 * 1000};  // as long as a provider repeats

bool is_part(const MessagePart& part) {
  return !part.ref.empty() && part.total >= 2 && part.total <= parts_max && part.number >= 1 &&
         part.number <= part.total;
}

/// How long the parts of a message wait for each other: the channel's `parts_wait_s`.
Milliseconds patience_of(const workspace::Channel& channel) {
  const auto set = std::ranges::find(channel.settings, "parts_wait_s", &workspace::ChannelSetting::name);
  if (set == channel.settings.end() || set->values.empty()) return default_patience;
  const std::string& text = set->values.front();
  std::int64_t seconds = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool whole = wrong == std::errc{} && end == text.data() + text.size();
  return whole && seconds >= 1 && seconds <= patience_max_s ? Milliseconds{1000 * seconds} : default_patience;
}

const MessagePart& part_of(const HeldRecord& record) { return record.input.message.part; }

/// The text of all parts, a mark for each that is missing.
std::string text_of(const std::vector<HeldRecord>& parts, std::vector<std::uint32_t>& missing) {
  std::string text;
  auto next = parts.begin();
  const std::uint32_t total = part_of(parts.front()).total;
  for (std::uint32_t number = 1; number <= total; ++number) {
    if (next != parts.end() && part_of(*next).number == number) {
      text += next++->input.message.text;
    } else {
      missing.push_back(number);
      text += fmt::format("[…{}/{}…]", number, total);
    }
  }
  return text;
}

}  // namespace

/// Whether a part of an incomplete message came after that was delivered. What waits in `parts` for others stays there.
bool Fold::is_late(const Arrival& part, std::vector<HeldId>& parts) {
  const auto rest = std::ranges::find_if(parts, [this](HeldId id) { return held_.find(id)->kind == HeldKind::rest; });
  if (rest == parts.end()) return false;
  const HeldId id = *rest;
  parts.erase(rest);
  HeldRecord record = take_held(id);
  const MessagePart& own = part.input.message.part;
  const bool late = part_of(record).total == own.total && std::erase(record.missing, own.number) > 0;
  if (late && !record.missing.empty()) put_held(id, std::move(record));
  return late;
}

/// Takes a part of a message in. False: it is a message of its own.
bool Fold::take_part(WorkspaceState& workspace, const workspace::Channel& channel, const Arrival& arrival) {
  const MessagePart& own = arrival.input.message.part;
  if (!arrival.customer || !is_part(own)) return false;
  HeldRecord record{HeldKind::part, place_.at + patience_of(channel), arrival.customer, arrival.fingerprint,
                    arrival.input};
  std::vector<HeldId> parts = held_.waiting_for(key_of(record));
  if (is_late(arrival, parts)) return false;
  const auto of_another = [&](HeldId id) {
    const MessagePart& other = part_of(*held_.find(id));
    return other.total != own.total || other.number == own.number;
  };
  if (std::ranges::any_of(parts, of_another)) {
    batch_->given_up.push_back(HeldKind::part);
    deliver(workspace, channel, std::exchange(parts, {}));
  }
  if (!held_.has_room(HeldKind::part, workspace.id, storage::encode(record).size())) {
    batch_->given_up.push_back(HeldKind::part);
    return false;
  }
  if (!parts.empty()) record.due = held_.find(parts.front())->due;
  parts.push_back({place_.frame, place_.input});
  put_held(parts.back(), std::move(record));
  if (parts.size() == own.total)
    deliver(workspace, channel, parts);
  else
    keep_bounds(HeldKind::part, arrival.customer);
  return true;
}

/// One record of the parts, which wait no longer; `missing` are those that have not come. The ids of the other parts
/// stand in lines of their own, so that a repetition is recognised, and name the message too.
HeldRecord Fold::join(const std::vector<HeldId>& ids, std::vector<std::uint64_t>& names) {
  std::vector<HeldRecord> parts;
  for (const HeldId id : ids) parts.push_back(take_held(id));
  for (const HeldRecord& part : parts) recall(part.customer, part.fingerprint);
  std::ranges::sort(parts, {}, [](const HeldRecord& part) { return part_of(part).number; });
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::string& id = parts[i].input.message.provider_id;
    std::string line;
    storage::encode_line(storage::PartLine{place_.at, parts[i].fingerprint, parts[i].input.channel, id}, line);
    append_line(parts[i].customer, std::move(line));
    names.push_back(name_of(parts[i].customer, parts[i].input.channel, id));
  }
  std::vector<std::uint32_t> missing;
  std::string text = text_of(parts, missing);
  HeldRecord whole = std::move(parts.front());
  whole.missing = std::move(missing);
  InboundMessage& message = whole.input.message;
  message.kind = MessageKind::text;
  message.text = std::move(text);
  message.payload.clear();
  if (!whole.missing.empty())
    message.payload = fmt::format("concat-ref={}&concat-total={}&concat-missing={}", message.part.ref,
                                  message.part.total, fmt::join(whole.missing, ","));
  message.part = {};
  return whole;
}

void Fold::deliver(WorkspaceState& workspace, const workspace::Channel& channel, const std::vector<HeldId>& parts) {
  std::vector<std::uint64_t> names;
  const HeldRecord whole = join(parts, names);
  settle(workspace, channel,
         {.input = whole.input,
          .customer = whole.customer,
          .fingerprint = whole.fingerprint,
          .released = true,
          .names = std::move(names)});
}

/// What has come so far of the message that `part` belongs to; what comes later is a message of its own.
void Fold::deliver_incomplete(HeldId part, std::string_view why) {
  const HeldRecord& first = *held_.find(part);
  const std::vector<HeldId> parts = held_.waiting_for(key_of(first));
  HeldRecord rest{HeldKind::rest,
                  place_.at + rest_patience,
                  first.customer,
                  0,
                  {first.input.workspace, first.input.channel, {}, {}}};
  rest.input.message.from = first.input.message.from;
  rest.input.message.to = first.input.message.to;
  rest.input.message.part = part_of(first);
  batch_->given_up.push_back(HeldKind::part);
  std::vector<std::uint64_t> names;
  const HeldRecord whole = join(parts, names);
  rest.missing = whole.missing;
  WorkspaceState& workspace = *workspaces_.find(whole.input.workspace);
  const workspace::Channel* channel = workspace.channel(whole.input.channel);
  if (channel == nullptr) return tell_given_up(whole, why);
  const CustomerId customer = rest.customer;
  put_held(part, std::move(rest));
  keep_bounds(HeldKind::rest, customer);
  settle(workspace, *channel,
         {.input = whole.input,
          .customer = customer,
          .fingerprint = whole.fingerprint,
          .released = true,
          .names = std::move(names)});
}

}  // namespace switchroom::shard
