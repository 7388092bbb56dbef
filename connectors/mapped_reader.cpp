#include "connectors/mapped_reader.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "config/vocabulary/words.hpp"
#include "connectors/batch.hpp"
#include "connectors/degrees.hpp"
#include "connectors/iso_time.hpp"
#include "connectors/mapped_item.hpp"
#include "connectors/media_kind.hpp"
#include "connectors/opt_out.hpp"
#include "connectors/parameters.hpp"
#include "connectors/replay_window.hpp"

namespace switchroom::connectors {
namespace {

/// What is wrong with an item: the key of the map whose value it is, and what that should be.
struct Problem {
  std::string_view key;
  std::string_view expected;
};

/// What became of an item.
struct Filled {
  bool told = true;  ///< false: there is nothing to tell anyone
  std::optional<Problem> problem;
};

// --- the values of a message -----------------------------------------------------------------------------------------

std::array<std::string*, mapped_texts.size()> texts_of(InboundMessage& message) {
  return {&message.provider_id, &message.from,          &message.from_alias,
          &message.to,          &message.account,       &message.conversation,
          &message.text,        &message.payload,       &message.ref,
          &message.reply_to,    &message.thread,        &message.error,
          &message.name,        &message.phone,         &message.language,
          &message.subject,     &message.location.name, &message.location.address,
          &message.reply_token};
}

std::optional<std::int64_t> ms_of(std::string_view text, MappedTime::Unit unit) {
  if (unit == MappedTime::Unit::iso) return ms_of_loose_iso_time(text);
  const std::optional<std::int64_t> whole = whole_number(text.substr(0, text.find('.')));
  if (unit == MappedTime::Unit::ms || !whole) return whole;
  return *whole < 253'402'300'800 ? std::optional{*whole * 1000} : std::nullopt;
}

std::optional<Problem> read_time(const MappedTime& time, const MappedItem& item, InboundMessage& message) {
  const std::string text = item.text(time.at);
  if (text.empty()) return std::nullopt;
  const std::optional<std::int64_t> ms = ms_of(text, time.unit);
  message.at_ms = ms.value_or(0);
  return ms ? std::nullopt : std::optional{Problem{"time", "a time in the map's unit"}};
}

std::optional<Problem> read_location(const MappedCase& rule, const MappedItem& item, InboundMessage& message) {
  const std::string latitude = item.text(rule.latitude);
  const std::string longitude = item.text(rule.longitude);
  if (latitude.empty() && longitude.empty()) return std::nullopt;
  const std::optional<double> north = degrees(latitude, 90);
  const std::optional<double> east = degrees(longitude, 180);
  if (!north || !east) return Problem{"latitude", "degrees"};
  message.location.present = true;
  message.location.latitude = *north;
  message.location.longitude = *east;
  return std::nullopt;
}

// --- media -----------------------------------------------------------------------------------------------------------

void add_media(const MappedMedia& rule, const MappedItem& item, InboundMessage& message) {
  Attachment attachment;
  attachment.id = item.text(rule.id);
  attachment.url = item.text(rule.url);
  if (attachment.id.empty() && attachment.url.empty()) return;
  attachment.mime_type = item.text(rule.type);
  attachment.filename = item.text(rule.name);
  const auto named = from_word<MessageKind>(message_kind_names, item.text(rule.kind));
  const MessageKind guessed =
      attachment.mime_type.empty() ? kind_of_file_name(attachment.url) : kind_of_media_type(attachment.mime_type);
  attachment.kind = named.value_or(guessed);
  message.media.push_back(std::move(attachment));
}

/// `Media{n}`: parameters numbered from 0, as far as they go.
void read_numbered_media(const MappedMedia& rule, const MappedItem& item, InboundMessage& message) {
  constexpr int media_max = 100;
  constexpr std::string_view mark = "{n}";
  const std::size_t at = rule.list.find(mark);
  for (int i = 0; i < media_max && at != rule.list.npos; ++i) {
    MappedMedia one = rule;
    one.url.from = MappedValue::From::pointer;
    one.url.text = std::string{rule.list}.replace(at, mark.size(), std::to_string(i));
    const std::size_t before = message.media.size();
    add_media(one, item, message);
    if (message.media.size() == before) return;
  }
}

void read_media(const MappedMedia& rule, const MappedItem& item, InboundMessage& message) {
  if (item.fields) return read_numbered_media(rule, item, message);
  const JsonReader list = at_pointer(item.way.back(), rule.list);
  if (!list.is_list()) return list ? add_media(rule, item.below(list), message) : void();
  for (const JsonReader& element : list.items()) add_media(rule, item.below(element), message);
}

// --- one item --------------------------------------------------------------------------------------------------------

MessageKind kind_by_content(const InboundMessage& message) {
  if (!message.media.empty()) return message.media.front().kind;
  if (message.location.present) return MessageKind::location;
  return message.text.empty() ? MessageKind::unsupported : MessageKind::text;
}

/// False: the map ignores this sort.
bool read_kind(const MappedCase& rule, const MappedItem& item, InboundMessage& message) {
  const std::string word = item.text(rule.kind);
  if (word == "ignore") return false;
  const bool by_content = !rule.kind.set() || word == "content";
  message.kind = by_content ? kind_by_content(message)
                            : from_word<MessageKind>(message_kind_names, word).value_or(MessageKind::unsupported);
  if (rule.opt_out && message.kind == MessageKind::text) message.kind = kind_of_sms(message.text);
  return true;
}

/// False: the status settles nothing.
bool read_status(const MappedCase& rule, const MappedItem& item, InboundMessage& message) {
  message.kind = MessageKind::status;
  message.status =
      from_word<DeliveryStatus>(delivery_status_names, item.text(rule.status)).value_or(DeliveryStatus::none);
  if (message.status != DeliveryStatus::failed) message.error.clear();
  return message.status != DeliveryStatus::none;
}

Filled fill(const MappedCase& rule, const MappedItem& item, InboundMessage& message) {
  const auto texts = texts_of(message);
  for (std::size_t i = 0; i < texts.size(); ++i) *texts[i] = item.text(rule.texts[i]);
  if (message.conversation.empty()) message.conversation = message.from;
  if (message.account.empty()) message.account = message.to;
  if (rule.media) read_media(*rule.media, item, message);
  std::optional<Problem> problem = read_location(rule, item, message);
  if (!problem) problem = read_time(rule.time, item, message);
  const bool told = rule.status.set() ? read_status(rule, item, message) : read_kind(rule, item, message);
  if (message.provider_id.empty()) problem = Problem{"id", "a message's id"};
  const bool speaks = !rule.status.set() && message.kind != MessageKind::system;
  if (rule.status.set() && item.origin(rule.status).empty()) problem = Problem{"status", "the provider's word for it"};
  if (message.from.empty() && speaks) problem = Problem{"from", "the sender"};
  return {.told = told, .problem = problem};
}

bool applies(const MappedCase& rule, const MappedItem& item) {
  return std::ranges::all_of(rule.when, [&](const MappedCondition& condition) { return item.holds(condition); });
}

// --- all items -------------------------------------------------------------------------------------------------------

void take(const MappedCase& rule, const MappedItem& item, Batch& batch) {
  if (!applies(rule, item)) return;
  InboundMessage message;
  const Filled filled = fill(rule, item, message);
  const JsonReader& part = item.way.back();
  if (!filled.told && !filled.problem) return static_cast<void>(batch.refused(part));
  if (filled.problem) part.refuse("no right value for " + std::string{filled.problem->key}, filled.problem->expected);
  batch.start() = std::move(message);
  batch.settle(part);
}

/// Goes down `list`, through every element at each `*`, and tries all cases of that list on each item.
void walk(std::span<const MappedCase* const> cases, const MappedItem& item, std::string_view list, Batch& batch) {
  const std::size_t star = list.find("/*");
  if (star == list.npos) {
    const JsonReader last = at_pointer(item.way.back(), list);
    if (!last) return;
    for (const MappedCase* rule : cases) take(*rule, list.empty() ? item : item.below(last), batch);
    return;
  }
  const JsonReader elements = at_pointer(item.way.back(), list.substr(0, star));
  for (const JsonReader& element : elements.items()) walk(cases, item.below(element), list.substr(star + 2), batch);
  batch.refused(item.way.back());
}

/// The cases that look at the same items, so that a batch keeps its order.
std::vector<const MappedCase*> cases_of(const MappedMap& map, std::string_view list) {
  std::vector<const MappedCase*> cases;
  for (const MappedCase& rule : map.cases)
    if (rule.list == list) cases.push_back(&rule);
  return cases;
}

Result<Delivery> read_json(const MappedMap& map, const Request& request, JsonReader::Document& document) {
  Batch batch{document};
  MappedItem item;
  item.request = &request;
  item.way = {document.root()};
  const JsonReader root = item.way.front();
  for (const std::string& pointer : map.required)
    if (root && !at_pointer(root, pointer)) root.refuse("nothing at " + pointer, "a value");
  if (std::optional<Error> error = document.take_error()) return std::unexpected{*std::move(error)};
  std::vector<std::string_view> done;
  for (const MappedCase& rule : map.cases) {
    if (std::ranges::find(done, rule.list) != done.end()) continue;
    done.push_back(rule.list);
    walk(cases_of(map, rule.list), item, rule.list, batch);
  }
  return std::move(batch).finish();
}

Error undecodable(std::string_view where, std::string_view found, std::string_view expected) {
  return {Fault::undecodable_message, std::string{where}, std::string{found}, std::string{expected}};
}

Result<Delivery> read_fields(const MappedMap& map, const Request& request, const std::vector<Form::Field>& fields) {
  MappedItem item;
  item.request = &request;
  item.fields = &fields;
  Delivery delivery;
  for (const MappedCase& rule : map.cases) {
    if (!applies(rule, item)) continue;
    InboundMessage message;
    const Filled filled = fill(rule, item, message);
    if (filled.problem && filled.told)
      return std::unexpected{undecodable(filled.problem->key, "no right value", filled.problem->expected)};
    if (filled.told) delivery.messages.push_back(std::move(message));
  }
  return delivery;
}

}  // namespace

Result<Delivery> read_by_map(const MappedMap& map, const Request& request) {
  if (map.body == MappedMap::Body::form) {
    const Result<Parameters> parameters = Parameters::read(request);
    if (!parameters) return std::unexpected{parameters.error()};
    return read_fields(map, request, parameters->fields());
  }
  if (!map.parameter.empty() && has_form(request)) {
    const Result<Form> form = Form::read(request.body);
    if (!form) return std::unexpected{undecodable(form.error().where, form.error().found, form.error().expected)};
    JsonReader::Document document{form->value(map.parameter)};
    return read_json(map, request, document);
  }
  JsonReader::Document document{request};
  return read_json(map, request, document);
}

}  // namespace switchroom::connectors
