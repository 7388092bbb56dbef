#include "config/documents/document_tree.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

namespace switchroom::documents {

void Findings::add(Place place, std::string found, std::string expected) {
  if (full()) return;
  found_.emplace_back(place, Error{Fault::invalid_document, where(place), std::move(found), std::move(expected)});
}

std::vector<Error> Findings::errors() const {
  std::vector<std::tuple<int, int, std::size_t>> order;
  for (std::size_t i = 0; i < found_.size(); ++i) order.emplace_back(found_[i].first.line, found_[i].first.column, i);
  std::ranges::sort(order);
  std::vector<Error> errors;
  for (const auto& [line, column, index] : order) errors.push_back(found_[index].second);
  return errors;
}

std::string Findings::where(Place place) const {
  if (place.line == 0) return file_;
  return file_ + ':' + std::to_string(place.line) + ':' + std::to_string(place.column);
}

const Node* Node::find(std::string_view key) const {
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (keys[i].text == key) return &items[i];
  return nullptr;
}

namespace {

/// The step of `path` that leads into `node`: index of the item and the path behind it. Keys may hold dots: the longest
/// counts.
std::optional<std::pair<std::size_t, std::string_view>> step_into(const Node& node, std::string_view path) {
  if (node.kind == NodeKind::list && path.starts_with('[')) {
    std::size_t index = 0;
    std::size_t at = 1;
    for (; at < path.size() && path[at] != ']'; ++at) index = index * 10 + static_cast<std::size_t>(path[at] - '0');
    if (index < node.items.size()) return std::pair{index, path.substr(std::min(at + 1, path.size()))};
    return std::nullopt;
  }
  if (path.starts_with('.')) path.remove_prefix(1);
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    const std::string& key = node.keys[i].text;
    const bool fits =
        path.starts_with(key) && (path.size() == key.size() || path[key.size()] == '.' || path[key.size()] == '[');
    if (fits && (!best || key.size() > node.keys[*best].text.size())) best = i;
  }
  if (!best) return std::nullopt;
  return std::pair{*best, path.substr(node.keys[*best].text.size())};
}

}  // namespace

Place place_of(const Node& root, std::string_view path, bool of_key) {
  const Node* node = &root;
  Place place = root.place;
  while (const auto step = step_into(*node, path)) {
    const Place key_place = node->kind == NodeKind::mapping ? node->keys[step->first].place : Place{};
    node = &node->items[step->first];
    path = step->second;
    place = of_key && path.empty() && key_place.line != 0 ? key_place : node->place;
  }
  return place;
}

std::string shown(std::string_view text) {
  constexpr std::size_t most = 60;
  std::size_t end = std::min(text.size(), most);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  std::string quoted{'"'};
  for (const char letter : text.substr(0, end)) quoted += static_cast<unsigned char>(letter) < 0x20 ? '?' : letter;
  return quoted + (end < text.size() ? "…\"" : "\"");
}

std::string shown(const Node& node) {
  if (node.nothing()) return "nothing";
  if (node.kind == NodeKind::list) return "a list";
  if (node.kind == NodeKind::mapping) return "a mapping";
  return shown(node.text);
}

}  // namespace switchroom::documents
