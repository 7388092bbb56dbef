#pragma once
// What a delivery says, as data: the setting `map` of mapped channels (docs/channels/mapped.md has every key). Plain
// values: any thread.

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/vocabulary/error.hpp"

namespace switchroom::connectors {

/// Where a text comes from, and what becomes of it.
struct MappedValue {
  enum class From : std::uint8_t { pointer, root, up, header, query, literal, json, first, joined };
  From from = From::literal;
  std::string text;                 ///< a JSON pointer or a parameter's name; a header; the literal
  std::vector<MappedValue> values;  ///< of `first` those tried in turn; of `joined` the pieces
  std::vector<std::pair<std::string, std::string>> words;  ///< translated; what is not in it becomes `otherwise`
  std::string otherwise;
  bool phone = false;  ///< a telephone number: E.164 if it is one

  bool set() const { return from != From::literal || !text.empty(); }
};

/// A condition on an item.
struct MappedCondition {
  MappedValue value;
  std::vector<std::string> any_of;
  std::vector<std::string> none_of;
  std::string prefix;
  std::optional<bool> present;
};

struct MappedMedia {
  std::string list;  ///< pointer to the list in the item; or, for parameters, `Media{n}` counted from 0
  MappedValue id;
  MappedValue url;
  MappedValue type;
  MappedValue name;
  MappedValue kind;
};

struct MappedTime {
  MappedValue at;
  enum class Unit : std::uint8_t { s, ms, iso } unit = Unit::s;
};

/// Makes a message of each item of one sort.
struct MappedCase {
  std::string list;  ///< pointer to the items, `*` for every element on the way; empty: the delivery itself
  std::vector<MappedCondition> when;
  /// The texts of a message, in the order of `mapped_texts`.
  std::array<MappedValue, 19> texts;
  MappedTime time;
  MappedValue kind;      ///< not set: by content
  MappedValue status;    ///< set: a receipt; one without a known status tells nothing
  bool opt_out = false;  ///< STOP and START as the whole text
  MappedValue latitude;
  MappedValue longitude;
  std::optional<MappedMedia> media;
};
inline constexpr std::array<std::string_view, 19> mapped_texts{
    "id",     "from",  "from_alias", "to",    "account",  "conversation", "text",  "payload", "ref",        "reply_to",
    "thread", "error", "name",       "phone", "language", "subject",      "place", "address", "reply_token"};

struct MappedMap {
  enum class Body : std::uint8_t { json, form, xml } body = Body::json;
  std::string parameter;              ///< if the request is a form: the parameter that holds the JSON
  std::vector<std::string> required;  ///< pointers of JSON that must lead to something, else nothing is understood
  std::vector<MappedCase> cases;
};

/// Reads a map; remembered per thread. Errors: `invalid_setting` with the place inside the map.
Result<std::shared_ptr<const MappedMap>> map_of(std::string_view json);

}  // namespace switchroom::connectors
