#pragma once
// The keywords of all rules, list by list, and where each list's first one stands in a text. Built once; then any
// thread may search.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/workspace/workspace.hpp"
#include "router/classify/fold.hpp"
#include "router/classify/keyword_matcher.hpp"
#include "router/classify/word_boundary.hpp"

namespace switchroom::classify {

/// The first keyword of a list in a text: the earliest, and of those that begin together the first of the list.
struct Hit {
  std::uint32_t list = 0;
  std::uint32_t begin = 0;    ///< in the folded text
  std::uint32_t keyword = 0;  ///< place of the keyword in its list
  Span original;              ///< bytes of the original text
};

class KeywordIndex {
 public:
  /// Throws std::runtime_error as KeywordMatcher does. A keyword that folds to nothing is never found.
  explicit KeywordIndex(std::span<const workspace::Keywords> lists);

  /// One hit for each list that has a keyword in `text`, by list. The list is this thread's until its next call.
  std::span<const Hit> find_first(std::string_view text) const;

 private:
  /// A keyword in a list that folds to a literal.
  struct Use {
    std::uint32_t list;
    std::uint32_t keyword;
    bool word_begins;  ///< a match must begin a word
    bool word_ends;
  };
  struct Literals {
    std::vector<std::string> texts;
    std::vector<std::vector<Use>> uses;
  };

  explicit KeywordIndex(Literals literals);
  static Literals literals_of(std::span<const workspace::Keywords> lists);
  void add_hits(Fold& fold, WordBoundaries& words, const Occurrence& occurrence, std::vector<Hit>& hits) const;

  Literals literals_;
  KeywordMatcher matcher_;
};

}  // namespace switchroom::classify
