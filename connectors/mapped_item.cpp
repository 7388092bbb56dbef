#include "connectors/mapped_item.hpp"

#include <algorithm>

#include "connectors/description_reader.hpp"
#include "connectors/phone.hpp"
#include "connectors/replay_window.hpp"
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

std::string utf8(std::string_view bytes) {
  std::string text;
  append_utf8(bytes, text);
  return text;
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
  const bool above = value.from == MappedValue::From::up && way.size() > 1;
  const bool top = value.from == MappedValue::From::root;
  return at_pointer(above ? way[way.size() - 2] : top ? way.front() : way.back(), value.text);
}

std::string MappedItem::found_at(const MappedValue& value) const {
  if (!fields) {
    const JsonReader found = reader_of(value);
    if (value.from == MappedValue::From::json) return found.json();
    return found.is_object() || found.is_list() ? std::string{} : scalar(found);
  }
  const std::vector<Form::Field>& all = fields_of(value);
  const auto found = std::ranges::find(all, value.text, &Form::Field::name);
  return found == all.end() ? std::string{} : utf8(found->value);
}

const std::vector<Form::Field>& MappedItem::fields_of(const MappedValue& value) const {
  return value.from == MappedValue::From::root && whole != nullptr ? *whole : *fields;
}

bool MappedItem::exists(const MappedValue& value) const {
  using enum MappedValue::From;
  const bool inside = value.from == pointer || value.from == root || value.from == up;
  if (!inside) return !text(value).empty();
  if (!fields) return static_cast<bool>(reader_of(value));
  const std::vector<Form::Field>& all = fields_of(value);
  return std::ranges::find(all, value.text, &Form::Field::name) != all.end();
}

std::string MappedItem::origin(const MappedValue& value) const {
  using enum MappedValue::From;
  switch (value.from) {
    case literal:
      return value.text;
    case header:
      return utf8(request->header(value.text).value_or(""));
    case query: {
      const Result<Form> form = Form::read(request->query);
      return form ? utf8(form->value(value.text)) : std::string{};
    }
    case first:
      for (const MappedValue& one : value.values)
        if (std::string found = text(one); !found.empty()) return found;
      return {};
    case joined: {
      std::string sum;
      for (const MappedValue& one : value.values) {
        const std::string piece = text(one);
        if (piece.empty()) return {};
        sum += piece;
      }
      return sum;
    }
    default:
      return found_at(value);
  }
}

std::string MappedItem::text(const MappedValue& value) const {
  std::string found = origin(value);
  if (value.phone) found = e164(found).value_or(found);
  if (value.words.empty()) return found.empty() ? value.otherwise : found;
  const auto word = std::ranges::find(value.words, found, &std::pair<std::string, std::string>::first);
  return word == value.words.end() ? value.otherwise : word->second;
}

bool MappedItem::holds(const MappedCondition& condition) const {
  if (condition.present && *condition.present != exists(condition.value)) return false;
  const std::string found = text(condition.value);
  if (std::ranges::find(condition.none_of, found) != condition.none_of.end()) return false;
  if (!found.starts_with(condition.prefix)) return false;
  return condition.any_of.empty() || std::ranges::find(condition.any_of, found) != condition.any_of.end();
}

MappedItem MappedItem::below(const JsonReader& element) const {
  MappedItem item = *this;
  item.way.push_back(element);
  return item;
}

}  // namespace switchroom::connectors
