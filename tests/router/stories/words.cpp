#include "tests/router/stories/words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace switchroom::stories {
namespace {

constexpr std::array<std::pair<std::string_view, std::int64_t>, 4> time_units{
    {{"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};

}  // namespace

std::int64_t milliseconds_of(const std::string& word) {
  std::size_t digits = 0;
  const std::int64_t count = std::stoll(word, &digits);
  for (const auto& [name, ms] : time_units)
    if (word.substr(digits) == name) return count * ms;
  throw std::invalid_argument("no time: " + word);
}

Units units_of(const std::string& word) { return Units{std::llround(std::stod(word) * 1000)}; }

Clauses::Clauses(const std::vector<std::string>& words, std::initializer_list<std::string_view> clause_words) {
  std::vector<std::string>* clause = nullptr;
  for (const std::string& word : words) {
    if (std::ranges::find(clause_words, word) != clause_words.end()) {
      clause = &clauses_[word];
    } else if (clause) {
      clause->push_back(word);
    } else {
      throw std::invalid_argument("a line does not begin with " + word);
    }
  }
}

std::vector<std::string> Clauses::of(const std::string& clause) const {
  const auto found = clauses_.find(clause);
  return found == clauses_.end() ? std::vector<std::string>{} : found->second;
}

std::string Clauses::one(const std::string& clause) const {
  const std::vector<std::string> words = of(clause);
  return words.empty() ? std::string{} : words.front();
}

}  // namespace switchroom::stories
