#include "connectors/opt_out.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace switchroom::connectors {

MessageKind kind_of_sms(std::string_view text) {
  constexpr std::array opt_out{"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"};
  constexpr std::array opt_in{"START", "UNSTOP"};
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t begin = std::min(text.find_first_not_of(blanks), text.size());
  text = text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
  if (text.size() > 12) return MessageKind::text;
  std::string word{text};
  std::ranges::transform(word, word.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  if (std::ranges::find(opt_out, word) != opt_out.end()) return MessageKind::opt_out;
  if (std::ranges::find(opt_in, word) != opt_in.end()) return MessageKind::opt_in;
  return MessageKind::text;
}

}  // namespace switchroom::connectors
