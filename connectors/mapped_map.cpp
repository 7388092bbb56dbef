// map:
//   body: json
//   cases:
//     - when: [{at: /type, is: [message]}]
//       list: /events/*
//       id: /message/id
//       from: {at: /source/userId}
//       text: [/message/text, {literal: ""}]
// A map with one case may leave `cases` out and have the case's keys itself.
#include "connectors/mapped_map.hpp"

#include <algorithm>

#include "connectors/description_reader.hpp"
#include "connectors/remembered.hpp"

namespace switchroom::connectors {
namespace {

/// A text that begins with `/`, or any name where bodies are parameters, is where; nothing else may stand alone.
MappedValue read_value(const JsonReader& value);

void read_origin(const JsonReader& object, MappedValue& out) {
  using enum MappedValue::From;
  static constexpr std::array<std::string_view, 9> origins{"at",      "root", "up",    "header", "query",
                                                           "literal", "json", "first", "join"};
  int found = 0;
  for (std::size_t i = 0; i < origins.size(); ++i) {
    const JsonReader origin = object.find(origins[i]);
    if (!origin) continue;
    ++found;
    out.from = static_cast<MappedValue::From>(i);
    if (out.from == first || out.from == joined)
      for (const JsonReader& item : origin.items()) out.values.push_back(read_value(item));
    else
      out.text = scalar(origin);
  }
  if (found != 1)
    object.refuse("no origin or several", "one of at, root, up, header, query, literal, json, first, join");
}

MappedValue read_value(const JsonReader& value) {
  static constexpr std::array<std::string_view, 12> keys{"at",   "root",  "up",   "header", "query",     "literal",
                                                         "json", "first", "join", "words",  "otherwise", "phone"};
  MappedValue out;
  if (!value) return out;
  if (value.is_list()) {
    out.from = MappedValue::From::first;
    for (const JsonReader& item : value.items()) out.values.push_back(read_value(item));
    return out;
  }
  if (!value.is_object()) {
    out.from = MappedValue::From::pointer;
    out.text = scalar(value);
    return out;
  }
  expect_keys(value, keys);
  read_origin(value, out);
  for (const JsonReader::Member& member : value.find("words").members())
    out.words.emplace_back(member.key, scalar(member.value));
  out.otherwise = scalar(value.find("otherwise"));
  out.phone = truth(value.find("phone"));
  return out;
}

MappedCondition read_condition(const JsonReader& item) {
  static constexpr std::array<std::string_view, 8> keys{"at", "root", "up", "header", "is", "not", "prefix", "present"};
  expect_keys(item, keys);
  MappedCondition condition;
  read_origin(item, condition.value);
  condition.any_of = scalars(item.find("is"));
  condition.none_of = scalars(item.find("not"));
  condition.prefix = scalar(item.find("prefix"));
  if (const JsonReader present = item.find("present")) condition.present = truth(present);
  if (condition.any_of.empty() && condition.none_of.empty() && condition.prefix.empty() && !condition.present)
    item.refuse("no condition", "is, not, prefix or present");
  return condition;
}

MappedMedia read_media(const JsonReader& object) {
  static constexpr std::array<std::string_view, 6> keys{"list", "id", "url", "type", "name", "kind"};
  expect_keys(object, keys);
  MappedMedia media;
  media.list = scalar(object.find("list"));
  media.id = read_value(object.find("id"));
  media.url = read_value(object.find("url"));
  media.type = read_value(object.find("type"));
  media.name = read_value(object.find("name"));
  media.kind = read_value(object.find("kind"));
  return media;
}

MappedTime read_time(const JsonReader& value) {
  static constexpr std::array<std::string_view, 3> units{"s", "ms", "iso"};
  static constexpr std::array<std::string_view, 2> keys{"value", "unit"};
  MappedTime time;
  if (!value) return time;
  expect_keys(value, keys);
  time.at = read_value(value.at("value"));
  time.unit = word(value.find("unit"), units, MappedTime::Unit::s);
  return time;
}

/// The keys of a case: those of `mapped_texts` and these.
void expect_case_keys(const JsonReader& object) {
  std::vector<std::string_view> keys{"list",     "when",      "time",  "kind", "status",    "opt_out",
                                     "latitude", "longitude", "media", "body", "parameter", "require"};
  keys.insert(keys.end(), mapped_texts.begin(), mapped_texts.end());
  expect_keys(object, keys);
}

MappedCase read_case(const JsonReader& object) {
  expect_case_keys(object);
  MappedCase out;
  out.list = scalar(object.find("list"));
  for (const JsonReader& item : object.find("when").items()) out.when.push_back(read_condition(item));
  for (std::size_t i = 0; i < mapped_texts.size(); ++i) out.texts[i] = read_value(object.find(mapped_texts[i]));
  out.time = read_time(object.find("time"));
  out.kind = read_value(object.find("kind"));
  out.status = read_value(object.find("status"));
  out.opt_out = truth(object.find("opt_out"));
  out.latitude = read_value(object.find("latitude"));
  out.longitude = read_value(object.find("longitude"));
  if (const JsonReader media = object.find("media")) out.media = read_media(media);
  if (!out.texts[0].set()) (void)object.at("id");
  return out;
}

MappedMap read_map(const JsonReader& root) {
  static constexpr std::array<std::string_view, 4> keys{"body", "parameter", "require", "cases"};
  static constexpr std::array<std::string_view, 3> bodies{"json", "form", "xml"};
  MappedMap map;
  map.body = word(root.find("body"), bodies, MappedMap::Body::json);
  map.parameter = scalar(root.find("parameter"));
  map.required = scalars(root.find("require"));
  if (const JsonReader cases = root.find("cases")) {
    expect_keys(root, keys);
    for (const JsonReader& item : cases.items()) map.cases.push_back(read_case(item));
  } else {
    map.cases.push_back(read_case(root));
  }
  return map;
}

}  // namespace

Result<std::shared_ptr<const MappedMap>> map_of(std::string_view json) {
  thread_local Remembered<MappedMap> remembered;
  return remembered.of(json, "map", read_map);
}

}  // namespace switchroom::connectors
