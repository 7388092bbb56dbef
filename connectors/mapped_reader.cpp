#include "connectors/mapped_reader.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "connectors/batch.hpp"
#include "connectors/mapped_item.hpp"
#include "connectors/mapped_message.hpp"
#include "connectors/parameters.hpp"
#include "connectors/xml_reader.hpp"

namespace switchroom::connectors {
namespace {

// --- all items -------------------------------------------------------------------------------------------------------

void take(const MappedCase& rule, const MappedItem& item, Batch& batch) {
  if (!applies(rule, item)) return;
  const Filled filled = fill(rule, item, batch.start());
  if (!filled.told && !filled.problem) {
    batch.withdraw();
    batch.refused(item.here);
    return;
  }
  if (filled.problem)
    item.here.refuse("no right value for " + std::string{filled.problem->key}, filled.problem->expected);
  batch.settle(item.here);
}

/// Items at the same place: all cases of that list are tried on each, so that a batch keeps its order.
struct Walk {
  const MappedMap& map;
  std::string_view list;
  Batch& batch;

  /// Goes down `rest` of the list, through every element at each `*`.
  void go(const MappedItem& item, std::string_view rest) const {
    const std::size_t star = rest.find("/*");
    if (star == rest.npos) return take_all(item, rest);
    const JsonReader elements = at_pointer(item.here, rest.substr(0, star));
    for (const JsonReader& element : elements.items()) go(item.below(element), rest.substr(star + 2));
    batch.refused(item.here);
  }

 private:
  void take_all(const MappedItem& item, std::string_view rest) const {
    const JsonReader last = at_pointer(item.here, rest);
    if (!last) return;
    for (const MappedCase& rule : map.cases)
      if (rule.list == list) take(rule, rest.empty() ? item : item.below(last), batch);
  }
};

Result<Delivery> read_json(const MappedMap& map, const Request& request, JsonReader::Document& document) {
  Batch batch{document};
  MappedItem item;
  item.request = &request;
  item.top = item.above = item.here = document.root();
  for (const std::string& pointer : map.required)
    if (item.top && !at_pointer(item.top, pointer)) item.top.refuse("nothing at " + pointer, "a value");
  if (std::optional<Error> error = document.take_error()) return std::unexpected{*std::move(error)};
  for (auto rule = map.cases.begin(); rule != map.cases.end(); ++rule) {
    const bool done =
        std::any_of(map.cases.begin(), rule, [&](const MappedCase& other) { return other.list == rule->list; });
    if (!done) Walk{map, rule->list, batch}.go(item, rule->list);
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

// --- XML -------------------------------------------------------------------------------------------------------------

/// The elements at `list`, each with what is inside it by its path below it; the whole document if there is no list.
std::vector<std::vector<Form::Field>> elements_of(const std::vector<Form::Field>& fields, std::string_view list) {
  std::vector<std::vector<Form::Field>> elements;
  if (list.empty()) return {fields};
  for (const Form::Field& field : fields) {
    const bool inside = field.name.starts_with(list) && field.name.substr(list.size()).starts_with('/');
    if (field.name == list) elements.emplace_back();
    if (inside && !elements.empty()) elements.back().push_back({field.name.substr(list.size() + 1), field.value});
  }
  return elements;
}

void take_element(const MappedCase& rule, const MappedItem& item, Delivery& delivery) {
  if (!applies(rule, item)) return;
  InboundMessage message;
  const Filled filled = fill(rule, item, message);
  if (filled.problem)
    delivery.undecodable.push_back(
        {undecodable(filled.problem->key, "no right value", filled.problem->expected), std::string{rule.list}});
  else if (filled.told)
    delivery.messages.push_back(std::move(message));
}

/// An element that can't be read is lost alone, as one of a JSON list is.
Result<Delivery> read_xml(const MappedMap& map, const Request& request) {
  const Result<XmlFields> document = XmlFields::read(request.body);
  if (!document) return std::unexpected{document.error()};
  std::vector<Form::Field> whole;
  for (const XmlFields::Field& field : document->all()) whole.push_back({field.path, field.text});
  for (const std::string& path : map.required)
    if (!document->find(path)) return std::unexpected{undecodable(path, "nothing", "an element")};
  Delivery delivery;
  MappedItem item;
  item.request = &request;
  item.whole = &whole;
  for (const MappedCase& rule : map.cases)
    for (const std::vector<Form::Field>& element : elements_of(whole, rule.list)) {
      item.fields = &element;
      take_element(rule, item, delivery);
    }
  if (!delivery.messages.empty() || delivery.undecodable.empty()) return delivery;
  return std::unexpected{std::move(delivery.undecodable.front().error)};
}

}  // namespace

Result<Delivery> read_by_map(const MappedMap& map, const Request& request) {
  if (map.body == MappedMap::Body::form) {
    const Result<Parameters> parameters = Parameters::read(request);
    if (!parameters) return std::unexpected{parameters.error()};
    return read_fields(map, request, parameters->fields());
  }
  if (map.body == MappedMap::Body::xml) return read_xml(map, request);
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
