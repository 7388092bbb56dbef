#pragma once
// Reads a mapping of a document into a struct, key by key, by a table that says which keys exist. What is wrong is
// noted with its place and the rest is read all the same, so that one run tells everything. One document's thread.

#include <array>
#include <cstddef>
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
void read(const Node& node, std::int64_t& value, Findings& findings);
void read(const Node& node, Units& value, Findings& findings);
void read(const Node& node, Status& value, Findings& findings);
void read(const Node& node, Priority& value, Findings& findings);
/// A list of texts, or one text.
void read(const Node& node, std::vector<std::string>& values, Findings& findings);
/// A list of statuses, or one.
void read(const Node& node, std::vector<Status>& values, Findings& findings);
void read(const Node& node, std::map<std::string, int>& values, Findings& findings);
void read(const Node& node, std::map<std::string, Units>& values, Findings& findings);
void read(const Node& node, std::map<std::string, std::string>& values, Findings& findings);
/// A duration such as `30m`, in milliseconds.
void read_duration(const Node& node, std::int64_t& ms, Findings& findings);
void read_durations(const Node& node, std::map<std::string, std::int64_t>& ms, Findings& findings);
/// The place of one of `words`; empty, and noted, if it is none.
std::optional<std::size_t> read_word(const Node& node, std::span<const std::string_view> words, Findings& findings);

template <class Value>
void read(const Node& node, std::optional<Value>& value, Findings& findings) {
  Value present{};
  read(node, present, findings);
  value = std::move(present);
}

/// The keys of one mapping.
class Fields {
 public:
  /// `path` of the mapping in `table`: empty for the document itself, `agents[]`, `kinds.<kind>`. Notes keys that the
  /// table does not know, with the nearest that it knows, and a node that is no mapping (which then has no keys). Keys
  /// that are `gone` are read over. The arguments outlive this.
  Fields(const Node& node, std::string_view path, std::span<const KeyRow> table, Findings& findings,
         std::span<const std::string_view> gone = {});

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

  /// Reads a duration if it is there.
  void duration_into(std::string_view key, std::int64_t& ms) const {
    if (const Node* node = find(key)) read_duration(*node, ms, findings_);
  }
  void duration_into(std::string_view key, std::optional<std::int64_t>& ms) const {
    if (const Node* node = find(key)) read_duration(*node, ms.emplace(), findings_);
  }
  /// Reads one of the words of an enumeration (or of an optional one) that counts up from 0, if it is there.
  template <class Enum, std::size_t count>
  void word_into(std::string_view key, const std::array<std::string_view, count>& words, Enum& value) const {
    if (const Node* node = find(key))
      if (const auto word = read_word(*node, words, findings_)) value = static_cast<Enum>(*word);
  }
  template <class Enum, std::size_t count>
  void word_into(std::string_view key, const std::array<std::string_view, count>& words,
                 std::optional<Enum>& value) const {
    if (find(key)) word_into(key, words, value.emplace());
  }

  const Node& node() const { return node_; }

 private:
  static std::vector<std::string_view> known_keys(std::string_view path, std::span<const KeyRow> table);
  void note_missing(std::string_view key) const;

  const Node& node_;
  std::string_view path_;
  std::vector<std::string_view> known_;
  Findings& findings_;
};

/// The elements of a list; none, and noted, if it is no list.
std::span<const Node> elements(const Node& node, Findings& findings);

}  // namespace switchroom::documents
