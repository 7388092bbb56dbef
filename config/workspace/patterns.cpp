#include "config/workspace/patterns.hpp"

#include <date/date.h>
#include <date/tz.h>
#include <re2/re2.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "config/workspace/nearest_name.hpp"

namespace switchroom::workspace {
namespace {

RE2::Options options() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(pattern_bytes_max);
  return options;
}

bool all_small(std::string_view text, bool digits) {
  return std::ranges::all_of(text, [digits](char letter) {
    return (letter >= 'a' && letter <= 'z') || (digits && letter >= '0' && letter <= '9');
  });
}

}  // namespace

std::optional<std::string> pattern_error(const std::string& pattern) {
  const RE2 compiled{pattern, options()};
  return compiled.ok() ? std::nullopt : std::optional{compiled.error()};
}

bool matches_everything(const std::string& pattern) { return RE2::PartialMatch("", RE2{pattern, options()}); }

bool is_language(std::string_view text) {
  std::size_t dash = text.find('-');
  const std::string_view primary = text.substr(0, dash);
  if (primary.size() < 2 || primary.size() > 3 || !all_small(primary, false) || text.size() > 35) return false;
  while (dash != text.npos) {
    text.remove_prefix(dash + 1);
    dash = text.find('-');
    const std::string_view tag = text.substr(0, dash);
    if (tag.empty() || tag.size() > 8 || !all_small(tag, true)) return false;
  }
  return true;
}

bool is_zone(const std::string& name) {
  try {
    return date::locate_zone(name) != nullptr;
  } catch (const std::runtime_error&) {
    return false;
  }
}

std::string nearest_zone_hint(const std::string& name) {
  std::vector<std::string_view> names;
  for (const date::time_zone& zone : date::get_tzdb().zones) names.push_back(zone.name());
  return nearest_hint(name, names);
}

bool is_date(const std::string& text) {
  std::istringstream in{text};
  date::year_month_day day{};
  return text.size() == 10 && text.find_first_not_of("0123456789-") == text.npos && in >> date::parse("%F", day) &&
         day.ok() && date::format("%F", day) == text;
}

}  // namespace switchroom::workspace
