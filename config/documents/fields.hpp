#pragma once
// Reads a mapping of a document into a struct, key by key, by a table that says which keys exist. What is wrong is
// noted with its place and the rest is read all the same, so that one run tells everything. One document's thread.

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/documents/document_tree.hpp"
#include "config/vocabulary/units.hpp"
#include "config/vocabulary/words.hpp"

namespace switchroom::documents {

/// A key that a document may have. docs/configuration.md lists the same.
struct KeyRow {
  std::string_view path;     ///< `agents[].limit`; a list's element is `[]`
  std::string_view type;     ///< as the documentation names it
  std::string_view initial;  ///< the default as a document would spell it; `required`; or empty: nothing
};

/// `value` of a scalar node; each notes what is wrong and leaves the target as it was.
void read(const Node& node, std::string& value, Findings& findings);
void read(const Node& node, bool& value, Findings& findings);
void read(const Node& node, int& value, Findings& findings);
void read(const Node& node, Units& value, Findings& findings);
void read(const Node& node, Status& value, Findings& findings);
void read(const Node& node, Priority& value, Findings& findings);
/// A list of texts, or one text.
void read(const Node& node, std::vector<std::string>& values, Findings& findings);
/// A list of statuses, or one.
void read(const Node& node, std::vector<Status>& values, Findings& findings);
void read(const Node& node, std::map<std::string, int>& values, Findings& findings);
void read(const Node& node, std::map<std::string, Units>& values, Findings& findings);
/// A duration such as `30m`, in milliseconds.
void read_duration(const Node& node, std::int64_t& ms, Findings& findings);

template <class Value>
void read(const Node& node, std::optional<Value>& value, Findings& findings) {
  Value present{};
  read(node, present, findings);
  value = std::move(present);
}

/// The keys of one mapping.
class Fields {
 public:
  /// `path` of the mapping in `table`: empty for the document itself, `agents[]`. Notes keys that the table does not
  /// know, with the nearest that it knows, and a node that is no mapping (which then has no keys). The arguments
  /// outlive this.
  Fields(const Node& node, std::string_view path, std::span<const KeyRow> table, Findings& findings);

  /// The node of a key; null if it is missing. Throws std::logic_error for a key that the table does not have.
  const Node* find(std::string_view key) const;
  /// Reads a key if it is there.
  template <class Value>
  void into(std::string_view key, Value& value) const {
    if (const Node* node = find(key)) read(*node, value, findings_);
  }
  /// Reads a key, or notes that it is missing.
  template <class Value>
  void required_into(std::string_view key, Value& value) const {
    const Node* node = find(key);
    node ? read(*node, value, findings_) : note_missing(key);
  }

  const Node& node() const { return node_; }

 private:
  std::vector<std::string_view> known_keys() const;
  void note_missing(std::string_view key) const;

  const Node& node_;
  std::string_view path_;
  std::span<const KeyRow> table_;
  Findings& findings_;
};

/// The elements of a list; none, and noted, if it is no list.
std::span<const Node> elements(const Node& node, Findings& findings);

}  // namespace switchroom::documents
