#include "connectors/mail/header_text.hpp"

#include <optional>

#include "connectors/mail/ascii.hpp"
#include "connectors/mail/charset.hpp"
#include "connectors/mail/transfer_encoding.hpp"

namespace switchroom::mail {
namespace {

struct EncodedWord {
  std::string_view charset;
  std::string bytes;
  std::size_t length = 0;  ///< of the word as it stands in the header
};

std::string decode_q(std::string_view text) {
  std::string spaced{text};
  for (char& c : spaced)
    if (c == '_') c = ' ';
  const bool ends_with_blank = spaced.ends_with(' ');  // which quoted-printable would drop
  std::string bytes = decode_quoted_printable(ends_with_blank ? spaced + "=20" : spaced);
  if (ends_with_blank) bytes.pop_back();
  return bytes;
}

/// `=?charset*language?B?text?=` at the front of `text`.
std::optional<EncodedWord> word_at(std::string_view text) {
  constexpr std::size_t charset_max = 64;
  const std::size_t charset_end = text.find('?', 2);
  if (charset_end == text.npos || charset_end == 2 || charset_end > charset_max || charset_end + 2 >= text.size() ||
      text[charset_end + 2] != '?')
    return std::nullopt;
  const std::size_t begin = charset_end + 3;
  const std::size_t end = text.find('?', begin);
  if (end == text.npos || end + 1 >= text.size() || text[end + 1] != '=') return std::nullopt;
  const char encoding = lower_case(text[charset_end + 1]);
  if (encoding != 'b' && encoding != 'q') return std::nullopt;
  const std::string_view charset = text.substr(2, charset_end - 2);
  const std::string_view content = text.substr(begin, end - begin);
  if (encoding == 'b' && content.find_first_of(blanks) != content.npos) return std::nullopt;
  return EncodedWord{.charset = charset.substr(0, charset.find('*')),
                     .bytes = encoding == 'b' ? decode_base64(content) : decode_q(content),
                     .length = end + 2};
}

/// Collects neighbouring words of one charset, and decodes them when something else comes.
class Words {
 public:
  explicit Words(std::string& out) : out_(out) {}
  bool pending() const { return !bytes_.empty(); }
  void add(const EncodedWord& word) {
    if (!same_word(charset_, word.charset) || has_states(word.charset)) flush();
    charset_ = word.charset;
    bytes_ += word.bytes;
  }
  void flush() {
    if (!bytes_.empty()) out_ += utf8_of(bytes_, charset_);
    bytes_.clear();
  }

 private:
  std::string& out_;
  std::string_view charset_;
  std::string bytes_;
};

}  // namespace

std::string header_text(std::string_view value, std::string_view fallback) {
  const std::string raw = is_utf8(value) ? std::string{value} : utf8_of(value, fallback);
  std::string text;
  text.reserve(raw.size());
  Words words{text};
  bool after_word = false;
  for (std::string_view rest = raw; !rest.empty();) {
    const std::size_t gap = std::min(rest.find("=?"), rest.size());
    const std::optional<EncodedWord> word = gap < rest.size() ? word_at(rest.substr(gap)) : std::nullopt;
    const std::string_view between = rest.substr(0, gap);
    const bool joins = word && after_word && trimmed(between).empty();
    if (!joins) {
      words.flush();
      text += between;
    }
    rest.remove_prefix(gap);
    after_word = word.has_value();
    if (word) {
      words.add(*word);
      rest.remove_prefix(word->length);
    } else if (!rest.empty()) {
      text += rest.substr(0, 2);
      rest.remove_prefix(2);
    }
  }
  words.flush();
  return without_controls(text);
}

std::string without_controls(std::string_view text) {
  std::string clean{text};
  for (std::size_t i = 0; i < clean.size(); ++i) {
    const auto byte = static_cast<unsigned char>(clean[i]);
    const bool second_block = byte == 0xC2 && i + 1 < clean.size() && static_cast<unsigned char>(clean[i + 1]) < 0xA0;
    if (second_block) clean[i + 1] = ' ';
    if (byte < 0x20 || byte == 0x7F || second_block) clean[i] = ' ';
  }
  return std::string{trimmed(clean)};
}

}  // namespace switchroom::mail
