#include "connectors/slack_time.hpp"

#include <algorithm>
#include <optional>

#include "connectors/replay_window.hpp"

namespace switchroom::connectors {

std::int64_t ms_of_slack_time(const JsonReader& ts) {
  constexpr std::size_t fraction_digits = 6;
  const std::string_view text = ts.text();
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view fraction = text.substr(std::min(point + 1, text.size()));
  const std::optional<std::int64_t> seconds = whole_number(text.substr(0, point));
  const std::optional<std::int64_t> micros = whole_number(fraction);
  if (point <= 11 && seconds && micros && fraction.size() == fraction_digits) return *seconds * 1000 + *micros / 1000;
  ts.refuse("another text", "seconds with six decimals");
  return 0;
}

std::string slack_id(std::string_view channel, std::string_view ts) {
  return std::string{channel}.append(":").append(ts);
}

}  // namespace switchroom::connectors
