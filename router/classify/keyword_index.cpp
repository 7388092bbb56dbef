#include "router/classify/keyword_index.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace switchroom::classify {

KeywordIndex::KeywordIndex(std::span<const workspace::Keywords> lists) : KeywordIndex(literals_of(lists)) {}

KeywordIndex::KeywordIndex(Literals literals) : literals_(std::move(literals)), matcher_(literals_.texts) {}

KeywordIndex::Literals KeywordIndex::literals_of(std::span<const workspace::Keywords> lists) {
  Literals literals;
  std::unordered_map<std::string, std::size_t> numbers;
  for (std::uint32_t list = 0; list < lists.size(); ++list) {
    const workspace::Keywords& keywords = lists[list];
    for (std::uint32_t keyword = 0; keyword < keywords.any_of.size(); ++keyword) {
      const std::string& spelling = keywords.any_of[keyword];
      const std::string literal = folded(spelling);
      if (literal.empty()) continue;
      const auto [place, is_new] = numbers.try_emplace(literal, literals.texts.size());
      if (is_new) literals.texts.push_back(literal), literals.uses.emplace_back();
      literals.uses[place->second].push_back({list, keyword, keywords.whole_word && begins_with_spaced_script(spelling),
                                              keywords.whole_word && ends_with_spaced_script(spelling)});
    }
  }
  return literals;
}

std::span<const Hit> KeywordIndex::find_first(std::string_view text) const {
  thread_local Fold fold;
  thread_local WordBoundaries words;
  thread_local std::vector<Occurrence> occurrences;
  thread_local std::vector<Hit> hits;
  hits.clear();
  fold.assign(text);
  words.assign(text);
  matcher_.find_all(fold.text(), occurrences);
  std::ranges::sort(occurrences, {}, &Occurrence::end);  // the fold answers fast from left to right
  for (const Occurrence& occurrence : occurrences) add_hits(fold, words, occurrence, hits);
  std::ranges::sort(hits, {}, [](const Hit& hit) { return std::tuple{hit.list, hit.begin, hit.keyword}; });
  const auto rest = std::ranges::unique(hits, {}, &Hit::list);
  hits.erase(rest.begin(), rest.end());
  return hits;
}

void KeywordIndex::add_hits(Fold& fold, WordBoundaries& words, const Occurrence& occurrence,
                            std::vector<Hit>& hits) const {
  const auto length = static_cast<std::uint32_t>(literals_.texts[occurrence.literal].size());
  const std::uint32_t begin = occurrence.end - length;
  const Span original = fold.original({begin, occurrence.end});
  for (const Use& use : literals_.uses[occurrence.literal]) {
    if (use.word_begins && !words.contains(original.begin)) continue;
    if (use.word_ends && !words.contains(original.end)) continue;
    hits.push_back({use.list, begin, use.keyword, original});
  }
}

}  // namespace switchroom::classify
