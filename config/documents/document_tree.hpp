#pragma once
// A document as a tree of nodes, each with its place, and what is found wrong in it. Scalars stay text: what "no" or
// "3" means is for the reader of the tree. Plain values: any thread.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "config/workspace/workspace.hpp"

namespace switchroom::documents {

using workspace::Place;

inline constexpr std::size_t document_errors_max = 100;  ///< as many are told at once

/// Errors of one document, at most `document_errors_max`.
class Findings {
 public:
  explicit Findings(std::string file) : file_(std::move(file)) {}

  /// Notes `invalid_document` at `file:line:column`. `found` and `expected` complete "found …; expected …".
  void add(Place place, std::string found, std::string expected);
  bool full() const { return found_.size() >= document_errors_max; }
  bool empty() const { return found_.empty(); }
  /// All errors in the order of the document.
  std::vector<Error> errors() const;
  /// `file:line:column`.
  std::string where(Place place) const;

 private:
  std::string file_;
  std::vector<std::pair<Place, Error>> found_;
};

struct Key {
  std::string text;
  Place place;
};

enum class NodeKind : std::uint8_t { scalar, list, mapping };

struct Node {
  NodeKind kind = NodeKind::scalar;
  bool quoted = false;      ///< scalar: written in quotes or as a block, so that it is meant even if it is empty
  std::string text;         ///< scalar
  std::vector<Key> keys;    ///< mapping: `keys[i]` belongs to `items[i]`; no key comes twice
  std::vector<Node> items;  ///< list or mapping
  Place place;

  /// The value of a mapping's key; null if there is none.
  const Node* find(std::string_view key) const;
  /// Nothing was written: `key:` alone.
  bool nothing() const { return kind == NodeKind::scalar && text.empty() && !quoted; }
};

/// The place of `path` (`agents[3].skills.refund`) below `root`, or of the deepest node on the way that exists.
/// `of_key`: the place of its key rather than of its value.
Place place_of(const Node& root, std::string_view path, bool of_key);

/// A document's text for an error: in quotes, at most 60 bytes, control characters as `?`.
std::string shown(std::string_view text);

/// A node for an error: its text, or what it is.
std::string shown(const Node& node);

}  // namespace switchroom::documents
