#include "connectors/mapped_reader.hpp"

#include <algorithm>
#include <span>

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
