#include "connectors/mail/mail_time.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <utility>

#include "connectors/mail/ascii.hpp"

namespace switchroom::mail {
namespace {

/// Takes a word or a number off the text; blanks, commas and comments between them are skipped.
class Words {
 public:
  explicit Words(std::string_view text) : rest_(text.substr(0, text_max)) {}

  std::string_view next() {
    skip();
    const std::size_t end = std::min(rest_.find_first_of(" \t\r\n,(:"), rest_.size());
    const std::string_view word = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return word;
  }
  /// A number of at most four digits; -1 for anything else.
  int number() {
    const std::string_view word = next();
    int value = -1;
    const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), value);
    const bool sound = code == std::errc{} && end == word.data() + word.size() && word.size() <= 4;
    digits_ = word.size();
    return sound ? value : -1;
  }
  std::size_t digits() const { return digits_; }
  bool take(char mark) {
    if (!rest_.starts_with(mark)) return false;
    rest_.remove_prefix(1);
    return true;
  }

 private:
  static constexpr std::size_t text_max = 200;
  void skip() {
    while (!rest_.empty() && (blanks.contains(rest_.front()) || rest_.front() == ',' || rest_.front() == '(')) {
      const bool comment = rest_.front() == '(';
      const std::size_t end = comment ? rest_.find(')') : 0;
      rest_.remove_prefix(std::min(end == rest_.npos ? rest_.size() : end + 1, rest_.size()));
    }
  }
  std::string_view rest_;
  std::size_t digits_ = 0;
};

unsigned month_of(std::string_view word) {
  constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                    "jul", "aug", "sep", "oct", "nov", "dec"};
  for (std::size_t i = 0; i < months.size(); ++i)
    if (begins_with_word(word, months[i])) return static_cast<unsigned>(i + 1);
  return 0;
}

/// Minutes east of Greenwich. A name that we don't know counts as UTC, as the RFC says.
int zone_of(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, int>, 8> zones{{{"EST", -300},
                                                                   {"EDT", -240},
                                                                   {"CST", -360},
                                                                   {"CDT", -300},
                                                                   {"MST", -420},
                                                                   {"MDT", -360},
                                                                   {"PST", -480},
                                                                   {"PDT", -420}}};
  for (const auto& [name, minutes] : zones)
    if (same_word(name, word)) return minutes;
  if (word.size() != 5 || (word[0] != '+' && word[0] != '-')) return 0;
  int digits = 0;
  const auto [end, code] = std::from_chars(word.data() + 1, word.data() + 5, digits);
  if (code != std::errc{} || end != word.data() + 5 || digits % 100 > 59 || digits < 0) return 0;
  const int minutes = digits / 100 * 60 + digits % 100;
  return word[0] == '-' ? -minutes : minutes;
}

int full_year(int year, std::size_t digits) {
  if (digits == 2) return year + (year < 50 ? 2000 : 1900);
  return digits == 3 ? year + 1900 : year;
}

}  // namespace

std::optional<std::int64_t> ms_of_mail_time(std::string_view text) {
  Words words{trimmed(text)};
  int day = words.number();
  if (day < 0) day = words.number();  // behind the weekday
  const unsigned month = month_of(words.next());
  const int year = full_year(words.number(), words.digits());
  const int hour = words.number();
  if (!words.take(':')) return std::nullopt;
  const int minute = words.number();
  const int second = words.take(':') ? words.number() : 0;
  const int zone = zone_of(words.next());
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  const bool sound = date.ok() && year >= 1970 && year <= 9999 && hour >= 0 && hour < 24 && minute >= 0 &&
                     minute < 60 && second >= 0 && second <= 60;
  if (!sound) return std::nullopt;
  const std::int64_t minutes =
      std::int64_t{std::chrono::sys_days{date}.time_since_epoch().count()} * 1440 + hour * 60 + minute - zone;
  return (minutes * 60 + second) * 1000;
}

std::string mail_time_of_ms(std::int64_t ms) {
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::chrono::sys_seconds time{std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds{ms})};
  const std::chrono::sys_days day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  const auto two = [](auto number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  const std::size_t month = static_cast<unsigned>(date.month()) - 1;
  return two(static_cast<unsigned>(date.day())) + ' ' + std::string{months.substr(3 * month, 3)} + ' ' +
         std::to_string(static_cast<int>(date.year())) + ' ' + two(clock.hours().count()) + ':' +
         two(clock.minutes().count()) + ':' + two(clock.seconds().count()) + " +0000";
}

}  // namespace switchroom::mail
