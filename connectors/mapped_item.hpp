#pragma once
// One item of a delivery that a map makes a message of: a JSON value with what stands above it, or a set of named texts
// (a form, or an XML document by its paths). One thread.

#include <string>
#include <string_view>
#include <vector>

#include "connectors/form_reader.hpp"
#include "connectors/json_reader.hpp"
#include "connectors/mapped_map.hpp"
#include "connectors/request.hpp"

namespace switchroom::connectors {

/// The value at a JSON pointer (RFC 6901) below `value`; nothing where the way ends. `pointer` outlives the document.
JsonReader at_pointer(const JsonReader& value, std::string_view pointer);

/// Valid as long as what it was made of.
struct MappedItem {
  const Request* request = nullptr;
  const std::vector<Form::Field>* fields = nullptr;  ///< null: JSON
  const std::vector<Form::Field>* whole = nullptr;   ///< of XML: the document around this item
  std::vector<JsonReader> way;                       ///< the root, list elements on the way, the item itself

  /// The text that a value stands for, in valid UTF-8; empty if there is none.
  std::string text(const MappedValue& value) const;
  /// The same before it is translated.
  std::string origin(const MappedValue& value) const;
  bool holds(const MappedCondition& condition) const;
  /// The item below this one.
  MappedItem below(const JsonReader& element) const;

 private:
  bool exists(const MappedValue& value) const;
  JsonReader reader_of(const MappedValue& value) const;
  std::string found_at(const MappedValue& value) const;
  const std::vector<Form::Field>& fields_of(const MappedValue& value) const;
};

}  // namespace switchroom::connectors
