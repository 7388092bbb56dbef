// SHA-256 by OpenSSL's one-call function.
#include "connectors/mail/threading.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "connectors/mail/ascii.hpp"

namespace switchroom::mail {
namespace {

constexpr std::array<std::string_view, 14> answers{"re",   "aw",   "sv",   "antw", "vs",   "rép", "res",
                                                   "回复", "回覆", "答复", "答覆", "返信", "rv",  "odp"};
constexpr std::array<std::string_view, 8> forwards{"fwd", "fw", "wg", "tr", "转发", "轉寄", "轉發", "转寄"};

/// The length of the colon at the front of `text`, also the full-width one; 0: there is none.
std::size_t colon_length(std::string_view text) {
  if (text.starts_with(':')) return 1;
  return text.starts_with("：") ? std::string_view{"："}.size() : 0;
}

/// The length of `Re:`, `RE[2]:` or `AW (3):` at the front of `subject`; 0: another word stands there.
template <std::size_t count>
std::size_t mark_length(std::string_view subject, const std::array<std::string_view, count>& marks) {
  for (const std::string_view mark : marks) {
    if (!begins_with_word(subject, mark)) continue;
    std::string_view rest = subject.substr(mark.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(" [(0123456789)]"), rest.size()));
    if (const std::size_t colon = colon_length(rest); colon > 0) return subject.size() - rest.size() + colon;
  }
  return 0;
}

/// The length of a mailing list's `[name]` at the front.
std::size_t list_length(std::string_view subject) {
  constexpr std::size_t name_max = 40;
  const std::size_t end = subject.starts_with('[') ? subject.find(']') : subject.npos;
  return end == subject.npos || end > name_max || end + 1 == subject.size() ? 0 : end + 1;
}

}  // namespace

std::vector<std::string> read_message_ids(std::string_view field) {
  constexpr std::size_t kept = 20;
  constexpr std::size_t id_max = 998;
  std::vector<std::string> ids;
  while (!field.empty()) {
    field.remove_prefix(std::min(field.find('<'), field.size()));
    if (field.empty()) break;
    const std::size_t end = field.find_first_of("<>", 1);
    if (end == field.npos) break;
    const std::string_view id = trimmed(field.substr(1, end - 1));
    if (field[end] == '>' && id.contains('@') && id.size() <= id_max && id.find_first_of(blanks) == id.npos)
      ids.emplace_back(id);
    field.remove_prefix(end);
    if (ids.size() > 2 * kept) ids.erase(ids.begin() + kept);
  }
  return ids;
}

std::string made_message_id(std::string_view message) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(message.data()), message.size(), digest.data());
  std::string id;
  for (std::size_t i = 0; i < digest.size() / 2; ++i) id.append({digits[digest[i] >> 4], digits[digest[i] & 15]});
  return id + "@missing.invalid";
}

std::string normalised_subject(std::string_view subject) {
  while (true) {
    subject = trimmed(subject);
    const std::size_t length =
        std::max({mark_length(subject, answers), mark_length(subject, forwards), list_length(subject)});
    if (length == 0) break;
    subject.remove_prefix(length);
  }
  std::string normal;
  for (const char c : subject)
    if (!blanks.contains(c))
      normal += lower_case(c);
    else if (!normal.empty() && normal.back() != ' ')
      normal += ' ';
  return normal;
}

bool is_forward(std::string_view subject) {
  subject = trimmed(subject);
  while (const std::size_t length = mark_length(subject, answers)) subject = trimmed(subject.substr(length));
  return mark_length(subject, forwards) > 0;
}

}  // namespace switchroom::mail
