#pragma once
// The language of stories: words, quoted texts, times and units, and clauses that begin with a known word.

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocabulary/units.hpp"

namespace switchroom::stories {

/// `20s`, `250ms`, `10m` or `4h` in milliseconds. Throws std::invalid_argument on anything else.
std::int64_t milliseconds_of(const std::string& word);

/// `1.5` in milli-units.
Units units_of(const std::string& word);

/// The words of a line by the clause word that they follow: `agent ann online in a b limit 2` has `agent`: ann online,
/// `in`: a b …
class Clauses {
 public:
  Clauses(const std::vector<std::string>& words, std::initializer_list<std::string_view> clause_words);
  bool has(const std::string& clause) const { return clauses_.contains(clause); }
  /// The words of a clause; none if it is not there.
  std::vector<std::string> of(const std::string& clause) const;
  /// The only or first word of a clause; empty if it is not there.
  std::string one(const std::string& clause) const;

 private:
  std::map<std::string, std::vector<std::string>> clauses_;
};

}  // namespace switchroom::stories
