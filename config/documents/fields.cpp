#include "config/documents/fields.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "config/workspace/amounts.hpp"
#include "config/workspace/nearest_name.hpp"

namespace switchroom::documents {
namespace {

/// `low, normal, high or urgent`.
std::string one_of(std::span<const std::string_view> words) {
  std::string list;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) list += i + 1 == words.size() ? " or " : ", ";
    list += words[i];
  }
  return list;
}

template <class Number>
void read_number(const Node& node, Number& value, Findings& findings) {
  Number number = 0;
  const char* end = node.text.data() + node.text.size();
  const auto [stop, error] = std::from_chars(node.text.data(), end, number);
  if (node.kind != NodeKind::scalar || error != std::errc{} || stop != end)
    return findings.add(node.place, shown(node), "a whole number");
  value = number;
}

template <class Value>
void read_list(const Node& node, std::vector<Value>& values, Findings& findings) {
  values.clear();
  const std::span<const Node> items = node.kind == NodeKind::list ? std::span{node.items} : std::span{&node, 1};
  for (const Node& item : items) read(item, values.emplace_back(), findings);
}

template <class Value>
void read_map(const Node& node, std::string_view expected, std::map<std::string, Value>& values, Findings& findings) {
  if (node.kind != NodeKind::mapping) return findings.add(node.place, shown(node), std::string{expected});
  for (std::size_t i = 0; i < node.keys.size(); ++i) read(node.items[i], values[node.keys[i].text], findings);
}

std::string name_of_key(std::string_view path, std::string_view key) {
  return path.empty() ? std::string{key} : std::string{path} + '.' + std::string{key};
}

}  // namespace

void read(const Node& node, std::string& value, Findings& findings) {
  if (node.kind != NodeKind::scalar || node.nothing()) return findings.add(node.place, shown(node), "text");
  value = node.text;
}

void read(const Node& node, bool& value, Findings& findings) {
  const bool is_scalar = node.kind == NodeKind::scalar;
  if (!is_scalar || (node.text != "true" && node.text != "false"))
    return findings.add(node.place, shown(node), "true or false");
  value = node.text == "true";
}

void read(const Node& node, int& value, Findings& findings) { read_number(node, value, findings); }
void read(const Node& node, std::int64_t& value, Findings& findings) { read_number(node, value, findings); }

void read(const Node& node, Units& value, Findings& findings) {
  const auto units = node.kind == NodeKind::scalar ? workspace::units_of_text(node.text) : std::nullopt;
  if (!units) return findings.add(node.place, shown(node), "units such as 3 or 2.5, with at most three decimal places");
  value = *units;
}

void read(const Node& node, Status& value, Findings& findings) {
  if (const auto word = read_word(node, status_names, findings)) value = static_cast<Status>(*word);
}
void read(const Node& node, Priority& value, Findings& findings) {
  if (const auto word = read_word(node, priority_names, findings)) value = static_cast<Priority>(*word);
}

void read(const Node& node, std::vector<std::string>& values, Findings& findings) { read_list(node, values, findings); }
void read(const Node& node, std::vector<Status>& values, Findings& findings) { read_list(node, values, findings); }

void read(const Node& node, std::map<std::string, int>& values, Findings& findings) {
  read_map(node, "a mapping such as {refund: 5}", values, findings);
}

void read(const Node& node, std::map<std::string, Units>& values, Findings& findings) {
  read_map(node, "a mapping such as {telegram: 0.5}", values, findings);
}

void read(const Node& node, std::map<std::string, std::string>& values, Findings& findings) {
  read_map(node, "a mapping such as {en: Thank you.}", values, findings);
}

void read_duration(const Node& node, std::int64_t& ms, Findings& findings) {
  const auto duration = node.kind == NodeKind::scalar ? workspace::duration_of_text(node.text) : std::nullopt;
  if (!duration) return findings.add(node.place, shown(node), "a duration up to 365d, such as 30s, 10m or 4h");
  ms = *duration;
}

void read_durations(const Node& node, std::map<std::string, std::int64_t>& ms, Findings& findings) {
  if (node.kind != NodeKind::mapping) return findings.add(node.place, shown(node), "a mapping such as {telegram: 30s}");
  for (std::size_t i = 0; i < node.keys.size(); ++i) read_duration(node.items[i], ms[node.keys[i].text], findings);
}

std::optional<std::size_t> read_word(const Node& node, std::span<const std::string_view> words, Findings& findings) {
  const auto word = std::ranges::find(words, node.text);
  if (node.kind == NodeKind::scalar && word != words.end()) return static_cast<std::size_t>(word - words.begin());
  findings.add(node.place, shown(node), one_of(words));
  return std::nullopt;
}

Fields::Fields(const Node& node, std::string_view path, std::span<const KeyRow> table, Findings& findings,
               std::span<const std::string_view> gone)
    : node_(node), path_(path), known_(known_keys(path, table)), findings_(findings) {
  if (node.kind != NodeKind::mapping)
    findings.add(node.place, shown(node), "a mapping with the keys " + one_of(known_));
  for (const Key& key : node.keys) {
    if (std::ranges::find(known_, key.text) != known_.end() || findings.full()) continue;
    if (std::ranges::find(gone, key.text) != gone.end()) continue;
    const std::string_view nearest = workspace::nearest_name(key.text, known_);
    findings.add(key.place, "the unknown key " + shown(key.text), nearest.empty() ? one_of(known_) : shown(nearest));
  }
}

std::vector<std::string_view> Fields::known_keys(std::string_view path, std::span<const KeyRow> table) {
  std::vector<std::string_view> keys;
  for (const KeyRow& row : table) {
    std::string_view rest = row.path;
    if (!path.empty()) {
      if (!rest.starts_with(path) || !rest.substr(path.size()).starts_with('.')) continue;
      rest.remove_prefix(path.size() + 1);
    }
    const std::string_view key = rest.substr(0, rest.find_first_of(".["));
    if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
  }
  return keys;
}

const Node* Fields::find(std::string_view key) const {
  if (std::ranges::find(known_, key) == known_.end())
    throw std::logic_error("the table of keys lacks " + name_of_key(path_, key));
  return node_.find(key);
}

void Fields::note_missing(std::string_view key) const {
  if (node_.kind == NodeKind::mapping)
    findings_.add(node_.place, "no key \"" + std::string{key} + '"', "it: the key is required");
}

std::span<const Node> elements(const Node& node, Findings& findings) {
  if (node.kind == NodeKind::list) return node.items;
  findings.add(node.place, shown(node), "a list");
  return {};
}

}  // namespace switchroom::documents
