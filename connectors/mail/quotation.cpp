// A quotation is found line by line, from the top: the first line that introduces one ends the answer.
//
//   Thanks, that works.                    kept
//                                          dropped with the blanks before a cut
//   On Mon, 3 Mar 2026 at 10:01, Ann       an introduction may be folded over three lines, has a digit or an `@`,
//   <ann@example.org> wrote:               begins with a word of time and ends with a word of writing
//   > Have you tried again?                if anything but quotes followed, all would be kept: an answer below
//
// Mails of Outlook have a block of fields instead (`From:` `Sent:` `To:` `Subject:`, in the sender's language): two
// different ones of them in three lines make one.
#include "connectors/mail/quotation.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "connectors/mail/ascii.hpp"
#include "connectors/mail/threading.hpp"

namespace switchroom::mail {
namespace {

using Line = std::string_view;

template <std::size_t count>
bool begins_with_any(Line line, const std::array<Line, count>& words) {
  return std::ranges::any_of(words, [&](Line word) { return begins_with_word(line, word); });
}

template <std::size_t count>
bool ends_with_any(Line line, const std::array<Line, count>& words) {
  return std::ranges::any_of(words, [&](Line word) { return line.ends_with(word); });
}

bool is_quoted(Line line) { return line.starts_with('>') || line.starts_with("＞"); }

/// The text from the beginning of `first` to the end of `last`, which are pieces of one text.
Line span_of(Line first, Line last) {
  return {first.data(), static_cast<std::size_t>(last.data() - first.data()) + last.size()};
}

bool ends_an_introduction(Line line) {
  constexpr std::array<Line, 19> ends{"wrote:",    "wrote：",     "writes:",   "schrieb:",  "schreef:",
                                      "a écrit :", "a écrit :",   "a écrit:",  "escribió:", "escreveu:",
                                      "scritto:",  "skrev:",      "写道：",    "写道:",     "寫道：",
                                      "寫道:",     "書きました:", "のメール:", "пишет:"};
  if (ends_with_any(line, ends)) return true;
  return line.ends_with(':') && line.contains(" schrieb ");
}

bool begins_an_introduction(Line line) {
  constexpr std::array<Line, 10> begins{"on ", "am ", "le ", "el ", "em ", "il ", "op ", "den ", "在", "於"};
  return begins_with_any(line, begins);
}

bool has_digit_or_address(Line line) { return line.find_first_of("0123456789@") != line.npos; }

/// `2026年3月3日(火) 10:01 Ann <ann@example.org>:`, `Ann <ann@example.org> 于2026年3月3日周二 10:01写道：`
bool is_dated_introduction(Line line) {
  const std::size_t year = line.find("年");
  const std::size_t month = year == line.npos ? year : line.find("月", year);
  if (month == line.npos || line.find("日", month) == line.npos) return false;
  return ends_an_introduction(line) || line.ends_with(">:") || line.ends_with(">：");
}

bool is_separator(Line line) {
  constexpr std::array<Line, 10> names{
      "original message",     "ursprüngliche nachricht", "message d'origine", "mensaje original",
      "mensagem original",    "messaggio originale",     "原始邮件",          "原始郵件",
      "original appointment", "元のメッセージ"};
  if (!line.starts_with("--")) return false;
  line.remove_prefix(line.find_first_not_of('-') == line.npos ? line.size() : line.find_first_not_of('-'));
  return begins_with_any(trimmed(line), names) && line.ends_with("--");
}

bool is_forward_mark(Line line) {
  constexpr std::array<Line, 6> marks{"---------- forwarded message", "begin forwarded message",
                                      "-------- forwarded message",   "-------- weitergeleitete nachricht",
                                      "---------- 转发的邮件",        "----- forwarded message"};
  return begins_with_any(line, marks) || (line.starts_with("--") && line.contains("转发邮件"));
}

/// Which field of a quoted header a line is: 1 sender, 2 time, 3 recipient, 4 subject; 0 none. `*From:*` is how HTML in
/// bold becomes text.
int header_field(Line line) {
  struct Field {
    Line name;
    int kind;
  };
  static constexpr std::array<Field, 33> fields{{
      {"from", 1},   {"von", 1},      {"de", 1},       {"da", 1},       {"van", 1},      {"发件人", 1},
      {"寄件者", 1}, {"寄件人", 1},   {"差出人", 1},   {"sent", 2},     {"date", 2},     {"gesendet", 2},
      {"datum", 2},  {"envoyé", 2},   {"enviado", 2},  {"inviato", 2},  {"发送时间", 2}, {"发送日期", 2},
      {"日期", 2},   {"寄件日期", 2}, {"傳送時間", 2}, {"送信日時", 2}, {"to", 3},       {"an", 3},
      {"à", 3},      {"收件人", 3},   {"收件者", 3},   {"宛先", 3},     {"subject", 4},  {"betreff", 4},
      {"主题", 4},   {"主旨", 4},     {"件名", 4},
  }};
  while (line.starts_with('*')) line.remove_prefix(1);
  const std::size_t colon = std::min(line.find(':'), line.find("："));
  if (colon == line.npos) return 0;
  Line name = trimmed(line.substr(0, colon));
  while (name.ends_with('*')) name.remove_suffix(1);
  const auto field = std::ranges::find_if(fields, [&](const Field& f) { return same_word(f.name, name); });
  return field == fields.end() ? 0 : field->kind;
}

class Answer {
 public:
  Answer(std::string_view text) {
    while (!text.empty()) lines_.push_back(take_line(text));
  }

  std::string text(bool forward) const {
    if (forward || std::ranges::any_of(lines_, [](Line line) { return is_forward_mark(trimmed(line)); }))
      return joined(lines_.size());
    const std::size_t cut = quotation_begin();
    const std::size_t end = signature_begin(cut);
    if (!is_blank(0, end)) return joined(end);
    return joined(is_blank(0, cut) ? lines_.size() : cut);
  }

 private:
  bool is_blank(std::size_t begin, std::size_t end) const {
    return std::all_of(lines_.begin() + static_cast<std::ptrdiff_t>(begin),
                       lines_.begin() + static_cast<std::ptrdiff_t>(end),
                       [](Line line) { return trimmed(line).empty(); });
  }

  /// How many lines from `at` on are an introduction; 0: none.
  std::size_t introduction_at(std::size_t at) const {
    const Line first = trimmed(lines_[at]);
    if (first.empty() || first.size() > 500) return 0;
    if (is_dated_introduction(first)) return 1;
    if (!begins_an_introduction(first)) return 0;
    for (std::size_t i = at; i < std::min(at + 3, lines_.size()); ++i) {
      const Line last = trimmed(lines_[i]);
      if (last.empty() || is_quoted(last)) return 0;
      if (ends_an_introduction(last)) return has_digit_or_address(span_of(first, last)) ? i + 1 - at : 0;
    }
    return 0;
  }

  bool header_block_at(std::size_t at) const {
    if (header_field(trimmed(lines_[at])) != 1) return false;
    int seen = 0;
    for (std::size_t i = at; i < std::min(at + 5, lines_.size()); ++i) {
      const int kind = header_field(trimmed(lines_[i]));
      if (kind > 0) seen |= 1 << kind;
    }
    return (seen & 1 << 2) != 0 && (seen & (1 << 3 | 1 << 4)) != 0;
  }

  /// The first line that is not the customer's own; the number of lines if all are.
  std::size_t quotation_begin() const {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const Line line = trimmed(lines_[i]);
      if (is_separator(line) || header_block_at(i)) return without_rule(i);
      const std::size_t length = introduction_at(i);
      if (length == 0) continue;
      return is_answered_below(i + length) ? lines_.size() : i;
    }
    return trailing_quotes();
  }

  /// Outlook draws a line of `_` over the header block.
  std::size_t without_rule(std::size_t at) const {
    std::size_t before = at;
    while (before > 0 && trimmed(lines_[before - 1]).empty()) --before;
    const Line line = before > 0 ? trimmed(lines_[before - 1]) : Line{};
    const bool rule = line.size() >= 5 && line.find_first_not_of('_') == line.npos;
    return rule ? before - 1 : at;
  }

  /// Whether quotes follow, and behind them something that is none.
  bool is_answered_below(std::size_t at) const {
    while (at < lines_.size() && trimmed(lines_[at]).empty()) ++at;
    if (at == lines_.size() || !is_quoted(lines_[at])) return false;
    for (; at < lines_.size(); ++at) {
      if (is_signature(lines_[at])) return false;
      if (!trimmed(lines_[at]).empty() && !is_quoted(lines_[at])) return true;
    }
    return false;
  }

  std::size_t trailing_quotes() const {
    std::size_t end = lines_.size();
    while (end > 0 && (is_quoted(lines_[end - 1]) || trimmed(lines_[end - 1]).empty())) --end;
    const bool quoted_above = std::any_of(lines_.begin(), lines_.begin() + static_cast<std::ptrdiff_t>(end), is_quoted);
    return quoted_above ? lines_.size() : end;
  }

  static bool is_signature(Line line) {
    constexpr std::array<Line, 4> devices{"sent from my ", "get outlook for ", "发自我的", "從我的 iphone"};
    return line == "-- " || begins_with_any(trimmed(line), devices);
  }

  std::size_t signature_begin(std::size_t end) const {
    constexpr std::size_t bare_lines_max = 10;
    for (std::size_t i = 0; i < end; ++i) {
      if (lines_[i] == "-- ") return i;
      const bool near_the_end = end - i <= bare_lines_max;
      if (near_the_end && (lines_[i] == "--" || (is_signature(lines_[i]) && is_blank(i + 1, end)))) return i;
    }
    return end;
  }

  std::string joined(std::size_t end) const {
    std::string text;
    for (std::size_t i = 0; i < end; ++i) text.append(lines_[i]).push_back('\n');
    const std::size_t last = text.find_last_not_of(blanks);
    text.resize(last == text.npos ? 0 : last + 1);
    text.erase(0, std::min(text.find_first_not_of("\r\n"), text.size()));
    return text;
  }

  std::vector<Line> lines_;
};

}  // namespace

std::string without_quotation(std::string_view text, std::string_view subject) {
  return Answer{text}.text(is_forward(subject));
}

}  // namespace switchroom::mail
