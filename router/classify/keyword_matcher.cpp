#include "router/classify/keyword_matcher.hpp"

#include <hs/hs.h>

#include <atomic>
#include <limits>
#include <stdexcept>

namespace switchroom::classify {
namespace {

[[noreturn]] void refuse(const std::string& why) { throw std::runtime_error("keyword matcher: " + why); }

hs_database_t* compile(std::span<const std::string> literals) {
  std::vector<const char*> texts;
  std::vector<std::size_t> lengths;
  std::vector<unsigned> numbers;
  for (const std::string& literal : literals) {
    texts.push_back(literal.data());
    lengths.push_back(literal.size());
    numbers.push_back(static_cast<unsigned>(numbers.size()));
  }
  const std::vector<unsigned> flags(literals.size(), 0);
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_compile_lit_multi(texts.data(), flags.data(), numbers.data(), lengths.data(),
                           static_cast<unsigned>(texts.size()), HS_MODE_BLOCK, nullptr, &database,
                           &error) == HS_SUCCESS)
    return database;
  const std::string words = error->message;
  hs_free_compile_error(error);
  refuse(words);
}

/// The working memory of one thread, large enough for every database that it has searched.
class Scratch {
 public:
  Scratch() = default;
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { hs_free_scratch(scratch_); }

  hs_scratch_t* for_database(const hs_database_t* database, std::uint64_t serial) {
    if (serial == newest_) return scratch_;
    if (hs_alloc_scratch(database, &scratch_) != HS_SUCCESS) refuse("no memory to search with");
    newest_ = serial;
    return scratch_;
  }

 private:
  hs_scratch_t* scratch_ = nullptr;
  std::uint64_t newest_ = 0;
};

int note(unsigned literal, unsigned long long, unsigned long long end, unsigned, void* found) {
  static_cast<std::vector<Occurrence>*>(found)->push_back({literal, static_cast<std::uint32_t>(end)});
  return 0;
}

}  // namespace

class KeywordMatcher::Database {
 public:
  explicit Database(std::span<const std::string> literals) {
    if (hs_valid_platform() != HS_SUCCESS) refuse("this processor has no SSE 4.2, which Vectorscan needs");
    if (!literals.empty()) database_ = compile(literals);
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database() { hs_free_database(database_); }

  void scan(std::string_view text, std::vector<Occurrence>& found) const {
    if (database_ == nullptr || text.empty()) return;
    if (text.size() > std::numeric_limits<std::uint32_t>::max()) refuse("a text of 4 GiB or more");
    thread_local Scratch scratch;
    const auto length = static_cast<unsigned>(text.size());
    if (hs_scan(database_, text.data(), length, 0, scratch.for_database(database_, serial_), note, &found) !=
        HS_SUCCESS)
      refuse("a search failed");
  }

 private:
  static std::uint64_t next_serial() {
    static std::atomic<std::uint64_t> last = 0;
    return ++last;
  }

  hs_database_t* database_ = nullptr;
  std::uint64_t serial_ = next_serial();
};

KeywordMatcher::KeywordMatcher(std::span<const std::string> literals)
    : database_(std::make_unique<Database>(literals)) {}
KeywordMatcher::~KeywordMatcher() = default;
KeywordMatcher::KeywordMatcher(KeywordMatcher&&) noexcept = default;
KeywordMatcher& KeywordMatcher::operator=(KeywordMatcher&&) noexcept = default;

void KeywordMatcher::find_all(std::string_view text, std::vector<Occurrence>& found) const {
  found.clear();
  database_->scan(text, found);
}

}  // namespace switchroom::classify
