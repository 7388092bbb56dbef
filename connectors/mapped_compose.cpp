#include "connectors/mapped_compose.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "connectors/form_reader.hpp"
#include "connectors/iso_time.hpp"
#include "connectors/xml_reader.hpp"

namespace switchroom::connectors {
namespace {

/// The value at a JSON pointer, made with all that leads there; a token `0` is the first element of a list.
boost::json::value& place_at(boost::json::value& root, std::string_view pointer) {
  boost::json::value* place = &root;
  while (pointer.starts_with('/')) {
    pointer.remove_prefix(1);
    const std::size_t end = std::min(pointer.find('/'), pointer.size());
    const std::string_view token = pointer.substr(0, end);
    pointer.remove_prefix(end);
    if (token == "0") {
      if (!place->is_array()) *place = boost::json::array(1);
      place = &place->get_array()[0];
    } else {
      if (!place->is_object()) *place = boost::json::object{};
      place = &place->get_object()[token];
    }
  }
  return *place;
}

/// An XML document with a text at each path; equal parents stand there once for each.
std::string xml_of(const std::vector<std::pair<std::string, std::string>>& fields) {
  std::string xml = "<xml>";
  for (const auto& [path, text] : fields) {
    const std::size_t slash = path.rfind('/');
    std::string closing;
    for (std::string_view rest = slash == path.npos ? std::string_view{} : std::string_view{path}.substr(0, slash);
         !rest.empty();) {
      const std::string name{rest.substr(0, rest.find('/'))};
      xml += '<' + name + '>';
      closing.insert(0, "</" + name + ">");
      rest.remove_prefix(std::min(name.size() + 1, rest.size()));
    }
    append_xml_text(path.substr(slash == path.npos ? 0 : slash + 1), text, xml);
    xml += closing;
  }
  return xml + "</xml>";
}

/// Puts texts where a case looks for them.
class Composition {
 public:
  Composition(const MappedCase& rule, MappedMap::Body body) : body_(body) {
    for (std::string_view rest = rule.list; !rest.empty();) {
      const std::size_t star = std::min(rest.find("/*"), rest.size());
      prefix_.append(rest.substr(0, star)).append(star < rest.size() ? "/0" : "");
      rest.remove_prefix(std::min(star + 2, rest.size()));
    }
  }

  void put(const MappedValue& value, std::string_view text) {
    using enum MappedValue::From;
    if (value.from == first && !value.values.empty()) return put(value.values.front(), text);
    if (value.from == header) request_.headers.push_back({value.text, std::string{text}});
    if (value.from != pointer && value.from != root) return;
    if (body_ != MappedMap::Body::json) return fields_.emplace_back(value.text, text), void();
    place_at(document_, (value.from == root ? "" : prefix_) + value.text) = text;
  }

  OwnedRequest finish(const Draft& draft) {
    request_.method = "POST";
    request_.path = draft.path;
    std::vector<Form::Field> views;
    for (const auto& [name, value] : fields_) views.push_back({name, value});
    if (body_ == MappedMap::Body::form)
      append_form(views, request_.body);
    else
      request_.body = body_ == MappedMap::Body::xml ? xml_of(fields_) : boost::json::serialize(document_);
    static constexpr std::array<std::string_view, 3> types{"application/json", "application/x-www-form-urlencoded",
                                                           "text/xml"};
    request_.headers.push_back({"Content-Type", std::string{types[static_cast<std::size_t>(body_)]}});
    return std::move(request_);
  }

 private:
  const MappedMap::Body body_;
  std::string prefix_;
  boost::json::value document_ = boost::json::object{};
  std::vector<std::pair<std::string, std::string>> fields_;
  OwnedRequest request_;
};

std::string time_text(MappedTime::Unit unit, std::int64_t ms) {
  if (unit == MappedTime::Unit::iso) return iso_time_of_ms(ms);
  return std::to_string(unit == MappedTime::Unit::ms ? ms : ms / 1000);
}

/// The provider's word for a text.
std::string word_for_text(const MappedValue& kind) {
  for (const auto& [theirs, ours] : kind.words)
    if (ours == "text" || ours == "content") return theirs;
  return kind.words.empty() ? "text" : "";
}

}  // namespace

OwnedRequest composed_by_map(const MappedMap& map, const Draft& draft) {
  const auto found = std::ranges::find_if(map.cases, [](const MappedCase& rule) { return !rule.status.set(); });
  if (found == map.cases.end()) return {};
  Composition composition{*found, map.body};
  for (const MappedCondition& condition : found->when)
    composition.put(condition.value, condition.any_of.empty() ? condition.prefix : condition.any_of.front());
  const auto put = [&](std::string_view key, std::string_view text) {
    const auto at = std::ranges::find(mapped_texts, key) - mapped_texts.begin();
    composition.put(found->texts[static_cast<std::size_t>(at)], text);
  };
  put("id", draft.id);
  put("name", draft.name);  // first, as some providers have one place for both
  put("from", draft.from);
  put("text", draft.text);
  composition.put(found->time.at, time_text(found->time.unit, draft.at_ms));
  if (const std::string word = word_for_text(found->kind); !word.empty()) composition.put(found->kind, word);
  return composition.finish(draft);
}

}  // namespace switchroom::connectors
