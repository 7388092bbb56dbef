#pragma once
// What a rule may ask of a message: places, keywords, and a tree of tests. Plain values: any thread.

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace switchroom::workspace {

/// Where in the document something stands; 1-based, 0 if unknown.
struct Place {
  int line = 0;
  int column = 0;
  friend bool operator==(const Place&, const Place&) { return true; }  // moving a rule down a line changes nothing
};

/// Words that a rule looks for in the message.
struct Keywords {
  std::vector<std::string> any_of;
  bool whole_word = false;  ///< by UAX #29; scripts without spaces always match anywhere
  Place place;
  friend bool operator==(const Keywords&, const Keywords&) = default;
};

/// What one node of a tree of conditions looks at.
enum class ConditionKind : std::uint8_t {
  all,                 ///< every part holds; without parts: always
  any,                 ///< one of the parts holds
  none,                ///< none of the parts holds (`not`)
  keywords,            ///< one of `words` is in the text
  regex,               ///< the one pattern in `words` matches a part of the text (RE2 syntax)
  channel,             ///< the channel's id is one of `words`
  channel_kind,        ///< its kind is
  language,            ///< the text's language is: `zh` also means `zh-hant`
  customer_level,      ///< the customer's level is
  customer_tag,        ///< the customer has one of these tags
  customer_attribute,  ///< the customer's attribute `name` has one of these values; no words: it has any
  ticket_type,         ///< the type that people or earlier rules gave the ticket is one of these
  business_hours,      ///< the calendar `name` is open (`yes`) or closed
  attachment,          ///< an attachment of one of these kinds; no words: any attachment (`yes`) or none
  first_contact,       ///< the customer's first ticket (`yes`) or not
  text_length,         ///< `least` to `most` characters
};

/// A node of the tree under `when`.
struct Condition {
  ConditionKind kind = ConditionKind::all;
  std::vector<Condition> parts{};    ///< of all, any, none
  std::vector<std::string> words{};  ///< as the document spells them
  std::string name{};
  bool whole_word = false;  ///< keywords
  bool yes = true;
  std::int64_t least = 0;
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
  std::string path{};  ///< where the document has it, below the rule: `when.any[1].regex`
  Place place{};
  friend bool operator==(const Condition& a, const Condition& b) {
    return a.kind == b.kind && a.parts == b.parts && a.words == b.words && a.name == b.name &&
           a.whole_word == b.whole_word && a.yes == b.yes && a.least == b.least && a.most == b.most;
  }
};

}  // namespace switchroom::workspace
