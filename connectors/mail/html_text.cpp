#include "connectors/mail/html_text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "connectors/mail/ascii.hpp"

namespace switchroom::mail {
namespace {

enum class Breaks : std::uint8_t { none, blank, line, paragraph };

struct Tag {
  std::string name;  ///< in lower case
  bool closes = false;
  std::string_view attributes;
};

template <std::size_t count>
bool is_any_of(std::string_view name, const std::array<std::string_view, count>& names) {
  return std::ranges::find(names, name) != names.end();
}

/// What an element does to the line it stands in.
Breaks breaks_of(std::string_view name) {
  static constexpr std::array<std::string_view, 14> paragraphs{"p",  "h1", "h2", "h3",    "h4", "h5",  "h6",
                                                               "ul", "ol", "dl", "table", "hr", "pre", "blockquote"};
  static constexpr std::array<std::string_view, 16> lines{"div",    "tr",     "li",      "dt",    "dd",     "address",
                                                          "center", "header", "section", "title", "footer", "article",
                                                          "form",   "nav",    "main",    "br"};
  if (is_any_of(name, paragraphs)) return Breaks::paragraph;
  if (is_any_of(name, lines)) return Breaks::line;
  return name == "td" || name == "th" ? Breaks::blank : Breaks::none;
}

/// Whose content is no markup: it ends at its own end tag only. None of it is text for a reader.
bool is_raw(std::string_view name) {
  static constexpr std::array<std::string_view, 7> raw{"script",   "style",   "title", "iframe",
                                                       "noframes", "noembed", "xmp"};
  return is_any_of(name, raw);
}

bool has_no_end(std::string_view name) {
  static constexpr std::array<std::string_view, 11> empty{"br",   "img",  "hr",  "meta", "link",  "input",
                                                          "area", "base", "col", "wbr",  "source"};
  return is_any_of(name, empty);
}

/// An attribute's value without its quotes, references replaced.
std::string attribute(std::string_view attributes, std::string_view wanted) {
  while (!attributes.empty()) {
    attributes.remove_prefix(std::min(attributes.find_first_not_of(" \t\r\n/"), attributes.size()));
    const std::size_t end = std::min(attributes.find_first_of(" \t\r\n=/"), attributes.size());
    const std::string_view name = attributes.substr(0, end);
    attributes.remove_prefix(end);
    if (!attributes.starts_with('=')) {
      if (end == 0 && !attributes.empty()) attributes.remove_prefix(1);
      continue;
    }
    attributes.remove_prefix(1);
    attributes.remove_prefix(std::min(attributes.find_first_not_of(blanks), attributes.size()));
    const bool quoted = attributes.starts_with('"') || attributes.starts_with('\'');
    const std::size_t begin = quoted ? 1 : 0;
    const std::size_t stop =
        std::min(quoted ? attributes.find(attributes[0], 1) : attributes.find_first_of(blanks), attributes.size());
    if (same_word(name, wanted)) return without_references(attributes.substr(begin, stop - begin));
    attributes.remove_prefix(std::min(stop + begin, attributes.size()));
  }
  return {};
}

/// Each no-break space (U+00A0) as a blank.
std::string with_plain_blanks(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  while (!text.empty()) {
    const std::size_t end = std::min(text.find("\xC2\xA0"), text.size());
    plain += text.substr(0, end);
    if (end < text.size()) plain += ' ';
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  return plain;
}

bool is_hidden(std::string_view attributes) {
  std::string style = lower_case(attribute(attributes, "style"));
  std::erase_if(style, [](char c) { return blanks.contains(c); });
  return style.contains("display:none") || style.contains("mso-hide:all");
}

/// Text that is written word by word, and whose line breaks wait until there is more text.
class Lines {
 public:
  explicit Lines(std::size_t bytes_max) : bytes_max_(bytes_max) {}
  bool full() const { return out_.size() >= bytes_max_; }
  std::size_t size() const { return out_.size(); }
  void need(Breaks breaks) { pending_ = std::max(pending_, breaks); }
  void break_line() {  // each <br> counts
    if (pending_ >= Breaks::line)
      pending_ = Breaks::paragraph;
    else
      pending_ = Breaks::line;
  }
  void quote(int step) { quotes_ = std::clamp(quotes_ + step, 0, 1 << 20); }

  void add(std::string_view text, bool preformatted) {
    if (preformatted) return add_lines(text);
    while (!text.empty() && !full()) {
      const std::size_t begin = std::min(text.find_first_not_of(blanks), text.size());
      if (begin > 0) need(Breaks::blank);
      text.remove_prefix(begin);
      const std::size_t end = std::min(text.find_first_of(blanks), text.size());
      add_word(text.substr(0, end));
      text.remove_prefix(end);
    }
  }
  std::string finish() && {
    while (!out_.empty() && blanks.contains(out_.back())) out_.pop_back();
    return std::move(out_);
  }
  /// What was written behind `begin`.
  std::string_view since(std::size_t begin) const { return std::string_view{out_}.substr(std::min(begin, size())); }

 private:
  void add_lines(std::string_view text) {
    while (!text.empty() && !full()) {
      const std::size_t before = text.size();
      const std::string_view line = take_line(text);
      add_word(line);
      if (before != line.size()) break_line();
    }
  }
  void add_word(std::string_view word) {
    if (word.empty()) return;
    if (!out_.empty() && pending_ >= Breaks::line) out_.append(pending_ == Breaks::paragraph ? 2 : 1, '\n');
    if (out_.empty() || pending_ >= Breaks::line)
      start_line();
    else if (pending_ == Breaks::blank)
      out_ += ' ';
    pending_ = Breaks::none;
    out_ += word;
  }
  void start_line() {
    constexpr int shown_max = 8;
    for (int i = 0; i < std::min(quotes_, shown_max); ++i) out_ += "> ";
  }

  std::size_t bytes_max_;
  std::string out_;
  Breaks pending_ = Breaks::none;
  int quotes_ = 0;
};

class Html {
 public:
  Html(std::string_view html, std::size_t bytes_max) : rest_(html), lines_(bytes_max) {}

  std::string text() && {
    while (!rest_.empty() && !lines_.full()) {
      const std::size_t end = std::min(rest_.find('<'), rest_.size());
      add_text(rest_.substr(0, end));
      rest_.remove_prefix(end);
      if (!rest_.empty()) take_markup();
    }
    return std::move(lines_).finish();
  }

 private:
  void add_text(std::string_view text) {
    if (text.empty() || !hidden_.empty()) return;
    lines_.add(with_plain_blanks(without_references(text)), preformatted_ > 0);
  }

  void take_markup() {
    if (rest_.starts_with("<!--")) return skip_behind("-->", 4);
    const char next = rest_.size() > 1 ? rest_[1] : ' ';
    if (next == '!' || next == '?') return skip_behind(">", 2);
    const bool letter = lower_case(next) >= 'a' && lower_case(next) <= 'z';
    if (next == '/' || letter) return take_tag();
    add_text("<");
    rest_.remove_prefix(1);
  }

  /// A comment without end is all that is left.
  void skip_behind(std::string_view mark, std::size_t from) {
    const std::size_t end = rest_.find(mark, from);
    rest_.remove_prefix(end == rest_.npos ? rest_.size() : end + mark.size());
  }

  void take_tag() {
    Tag tag;
    rest_.remove_prefix(1);
    tag.closes = rest_.starts_with('/');
    if (tag.closes) rest_.remove_prefix(1);
    const std::size_t name_end = std::min(rest_.find_first_of(" \t\r\n/>"), rest_.size());
    tag.name = lower_case(rest_.substr(0, std::min<std::size_t>(name_end, 32)));
    rest_.remove_prefix(name_end);
    const std::size_t end = tag_end();
    tag.attributes = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (!tag.closes && is_raw(tag.name)) return skip_raw(tag.name);
    if (hidden_.empty())
      apply(tag);
    else
      leave_hidden(tag);
  }

  /// The `>` that is in no quotes; quotes begin behind `=` only.
  std::size_t tag_end() const {
    char quote = 0;
    for (std::size_t i = 0; i < rest_.size(); ++i) {
      const char c = rest_[i];
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if ((c == '"' || c == '\'') && i > 0 && rest_[i - 1] == '=') {
        quote = c;
      } else if (c == '>') {
        return i;
      }
    }
    return rest_.size();
  }

  void skip_raw(const std::string& name) {
    for (std::size_t at = rest_.find("</"); at != rest_.npos; at = rest_.find("</", at + 2)) {
      if (!begins_with_word(rest_.substr(at + 2), name)) continue;
      rest_.remove_prefix(at);
      return skip_behind(">", 2);
    }
    rest_ = {};
  }

  void leave_hidden(const Tag& tag) {
    if (tag.name != hidden_) return;
    hidden_depth_ = tag.closes ? hidden_depth_ - 1 : hidden_depth_ + 1;
    if (hidden_depth_ == 0) hidden_.clear();
  }

  void apply(const Tag& tag) {
    if (!tag.closes && !has_no_end(tag.name) && is_hidden(tag.attributes)) {
      hidden_ = tag.name;
      hidden_depth_ = 1;
      return;
    }
    if (tag.name == "br")
      lines_.break_line();
    else
      lines_.need(breaks_of(tag.name));
    if (tag.name == "pre") preformatted_ = std::max(0, preformatted_ + (tag.closes ? -1 : 1));
    if (tag.name == "blockquote") lines_.quote(tag.closes ? -1 : 1);
    if (tag.name == "li" && !tag.closes) lines_.add("- ", false);
    if (tag.name == "img") add_image(tag);
    if (tag.name == "a") apply_link(tag);
  }

  void add_image(const Tag& tag) {
    const std::string alternative{trimmed(attribute(tag.attributes, "alt"))};
    if (!alternative.empty()) lines_.add('[' + alternative + ']', false);
  }

  void apply_link(const Tag& tag) {
    constexpr std::size_t link_max = 2000;
    if (!tag.closes) {
      link_ = attribute(tag.attributes, "href");
      link_begin_ = lines_.size();
      if (!link_.starts_with("https://") && !link_.starts_with("http://")) link_.clear();
      return;
    }
    const bool told =
        link_.empty() || link_.size() > link_max || lines_.since(link_begin_).substr(0, 2 * link_max).contains(link_);
    if (!told) lines_.add(" (" + link_ + ")", false);
    link_.clear();
  }

  std::string_view rest_;
  Lines lines_;
  std::string hidden_;  ///< the hidden element we are in; empty: none
  std::size_t hidden_depth_ = 0;
  int preformatted_ = 0;
  std::string link_;
  std::size_t link_begin_ = 0;
};

}  // namespace

std::string text_of_html(std::string_view html, std::size_t bytes_max) { return Html{html, bytes_max}.text(); }

}  // namespace switchroom::mail
