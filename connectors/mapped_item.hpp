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
  JsonReader top;                                    ///< of JSON: the whole delivery,
  JsonReader above;                                  ///< what the innermost list that holds the item is a part of,
  JsonReader here;                                   ///< and the item

  /// The text that a value stands for, in valid UTF-8; empty if there is none. It stands in the request or the map, or
  /// is put together in `room`: valid until `room` is used again.
  std::string_view text(const MappedValue& value, std::string& room) const;
  /// The same before it is translated.
  std::string_view origin(const MappedValue& value, std::string& room) const;
  bool holds(const MappedCondition& condition) const;
  /// The item below this one.
  MappedItem below(const JsonReader& element) const;

 private:
  bool exists(const MappedValue& value) const;
  JsonReader reader_of(const MappedValue& value) const;
  std::string_view found_at(const MappedValue& value, std::string& room) const;
  const std::vector<Form::Field>& fields_of(const MappedValue& value) const;
};

}  // namespace switchroom::connectors
