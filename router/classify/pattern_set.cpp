// If the patterns are too large together, or one text makes the automaton too large, each is asked for itself: slower,
// never wrong.

#include "router/classify/pattern_set.hpp"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace switchroom::classify {
namespace {

RE2::Options options(std::int64_t bytes_max) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(bytes_max);
  return options;
}

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

class PatternSet::Pattern {
 public:
  explicit Pattern(const std::string& text)
      : compiled_(std::make_unique<const RE2>(text, options(workspace::pattern_bytes_max))) {
    if (!compiled_->ok()) throw std::invalid_argument("the pattern " + text + ": " + compiled_->error());
  }

  std::optional<re2::StringPiece> first_match(std::string_view text) const {
    re2::StringPiece match;
    if (!compiled_->Match(piece(text), 0, text.size(), RE2::UNANCHORED, &match, 1)) return std::nullopt;
    return match;
  }

 private:
  std::unique_ptr<const RE2> compiled_;
};

class PatternSet::Together {
 public:
  Together(std::span<const std::string> patterns, std::int64_t bytes_max) : set_(options(bytes_max), RE2::UNANCHORED) {
    for (const std::string& pattern : patterns) set_.Add(pattern, nullptr);
    compiled_ = set_.Compile();
  }

  bool compiled() const { return compiled_; }
  /// False if there was not enough memory.
  bool find_all(std::string_view text, std::vector<int>& found) const {
    RE2::Set::ErrorInfo error{};
    return set_.Match(piece(text), &found, &error) || error.kind == RE2::Set::kNoError;
  }

 private:
  RE2::Set set_;
  bool compiled_ = false;
};

PatternSet::PatternSet(std::span<const std::string> patterns, std::int64_t bytes_max) {
  for (const std::string& pattern : patterns) patterns_.emplace_back(pattern);
  if (patterns.empty()) return;
  auto together = std::make_unique<const Together>(patterns, bytes_max);
  if (together->compiled()) together_ = std::move(together);
}
PatternSet::~PatternSet() = default;
PatternSet::PatternSet(PatternSet&&) noexcept = default;
PatternSet& PatternSet::operator=(PatternSet&&) noexcept = default;

void PatternSet::find_all(std::string_view text, std::vector<std::uint32_t>& found) const {
  thread_local std::vector<int> numbers;
  found.clear();
  numbers.clear();
  if (together_ && together_->find_all(text, numbers)) {
    for (const int number : numbers) found.push_back(static_cast<std::uint32_t>(number));
    std::ranges::sort(found);
    return;
  }
  for (std::uint32_t i = 0; i < patterns_.size(); ++i)
    if (patterns_[i].first_match(text)) found.push_back(i);
}

Span PatternSet::place(std::uint32_t pattern, std::string_view text) const {
  const auto match = patterns_[pattern].first_match(text);
  if (!match || match->empty()) return {};
  const auto begin = static_cast<std::uint32_t>(match->data() - text.data());
  return {begin, begin + static_cast<std::uint32_t>(match->size())};
}

}  // namespace switchroom::classify
