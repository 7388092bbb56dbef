#include "connectors/mapped_item.hpp"

#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "connectors/phone.hpp"
#include "connectors/replay_window.hpp"
#include "connectors/spare_text.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

/// Whether a token of a pointer names `key`: `~1` is `/` and `~0` is `~`.
bool names(std::string_view token, std::string_view key) {
  std::size_t i = 0;
  for (const char c : key) {
    char wanted = i < token.size() ? token[i++] : '\0';
    if (wanted == '~' && i < token.size()) wanted = token[i++] == '1' ? '/' : '~';
    if (wanted != c) return false;
  }
  return i == token.size();
}

/// The value under a token. The document keeps the key for its errors, so it must outlive it: a token without escapes
/// does, as a part of the map; else it is the document's own.
JsonReader member_at(const JsonReader& object, std::string_view token) {
  if (!token.contains('~')) return object.find(token);
  for (const JsonReader::Member& member : object.members())
    if (names(token, member.key)) return member.value;
  return {};
}

JsonReader element_at(const JsonReader& list, std::string_view token) {
  const std::optional<std::int64_t> index = whole_number(token);
  std::int64_t i = 0;
  if (index)
    for (const JsonReader& item : list.items())
      if (i++ == *index) return item;
  return {};
}

/// `bytes` themselves, or a valid form of them in `room`.
std::string_view utf8(std::string_view bytes, std::string& room) {
  if (simdjson::validate_utf8(bytes.data(), bytes.size())) return bytes;
  room.clear();
  append_utf8(bytes, room);
  return room;
}

}  // namespace

JsonReader at_pointer(const JsonReader& value, std::string_view pointer) {
  JsonReader found = value;
  while (found && pointer.starts_with('/')) {
    pointer.remove_prefix(1);
    const std::size_t end = std::min(pointer.find('/'), pointer.size());
    const std::string_view token = pointer.substr(0, end);
    pointer.remove_prefix(end);
    if (found.is_list())
      found = element_at(found, token);
    else
      found = found.is_object() ? member_at(found, token) : JsonReader{};
  }
  return found;
}

JsonReader MappedItem::reader_of(const MappedValue& value) const {
  const bool from_top = value.from == MappedValue::From::root;
  const bool from_above = value.from == MappedValue::From::up;
  return at_pointer(from_top ? top : from_above ? above : here, value.text);
}

std::string_view MappedItem::found_at(const MappedValue& value, std::string& room) const {
  if (fields) {
    const std::vector<Form::Field>& all = fields_of(value);
    const auto found = std::ranges::find(all, value.text, &Form::Field::name);
    return found == all.end() ? std::string_view{} : utf8(found->value, room);
  }
  const JsonReader found = reader_of(value);
  const bool as_json = value.from == MappedValue::From::json;
  if (!as_json && found.is_text()) return found.text();
  if (!as_json && (found.is_object() || found.is_list())) return {};
  return room = found.json();
}

const std::vector<Form::Field>& MappedItem::fields_of(const MappedValue& value) const {
  return value.from == MappedValue::From::root && whole != nullptr ? *whole : *fields;
}

bool MappedItem::exists(const MappedValue& value) const {
  using enum MappedValue::From;
  const bool inside = value.from == pointer || value.from == root || value.from == up;
  if (!inside) return !text(value, *SpareText{}).empty();
  if (!fields) return static_cast<bool>(reader_of(value));
  const std::vector<Form::Field>& all = fields_of(value);
  return std::ranges::find(all, value.text, &Form::Field::name) != all.end();
}

std::string_view MappedItem::origin(const MappedValue& value, std::string& room) const {
  using enum MappedValue::From;
  switch (value.from) {
    case literal:
      return value.text;
    case header:
      return utf8(request->header(value.text).value_or(""), room);
    case query: {
      const Result<Form> form = Form::read(request->query);
      room.clear();
      if (form) append_utf8(form->value(value.text), room);
      return room;
    }
    case first:
      for (const MappedValue& one : value.values)
        if (const std::string_view found = text(one, room); !found.empty()) return found;
      return {};
    case joined: {
      SpareText piece_room;
      room.clear();
      for (const MappedValue& one : value.values) {
        const std::string_view piece = text(one, *piece_room);
        if (piece.empty()) return {};
        room += piece;
      }
      return room;
    }
    default:
      return found_at(value, room);
  }
}

std::string_view MappedItem::text(const MappedValue& value, std::string& room) const {
  std::string_view found = origin(value, room);
  if (value.phone)
    if (const std::optional<std::string> number = e164(found)) found = room = *number;
  if (value.words.empty()) return found.empty() ? value.otherwise : found;
  const auto word = std::ranges::find(value.words, found, &std::pair<std::string, std::string>::first);
  return word == value.words.end() ? value.otherwise : word->second;
}

bool MappedItem::holds(const MappedCondition& condition) const {
  if (condition.present && *condition.present != exists(condition.value)) return false;
  SpareText room;
  const std::string_view found = text(condition.value, *room);
  if (std::ranges::find(condition.none_of, found) != condition.none_of.end()) return false;
  if (!found.starts_with(condition.prefix)) return false;
  return condition.any_of.empty() || std::ranges::find(condition.any_of, found) != condition.any_of.end();
}

MappedItem MappedItem::below(const JsonReader& element) const {
  MappedItem item = *this;
  item.above = here;
  item.here = element;
  return item;
}

}  // namespace switchroom::connectors
