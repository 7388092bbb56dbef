#include "connectors/mail/mailboxes.hpp"

#include <algorithm>
#include <cstddef>

#include "connectors/mail/ascii.hpp"
#include "connectors/mail/header_text.hpp"

namespace switchroom::mail {
namespace {

/// Takes one element (up to a comma, or the colon or semicolon of a group) off a list.
class Scanner {
 public:
  explicit Scanner(std::string_view field) : rest_(field) {}
  bool done() const { return rest_.empty(); }

  Mailbox take(std::string_view fallback) {
    words_.clear();
    angle_.clear();
    bool ended = false;
    while (!rest_.empty() && !ended) ended = step();
    Mailbox mailbox{.name = {}, .address = std::string{trimmed(angle_.empty() ? words_ : angle_)}};
    if (!angle_.empty()) mailbox.name = header_text(trimmed(words_), fallback);
    return mailbox;
  }

 private:
  /// True at the end of the element.
  bool step() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == '"') {
      take_quoted();
    } else if (c == '(') {
      skip_comment();
    } else if (c == '<') {
      const std::size_t end = std::min(rest_.find('>'), rest_.size());
      angle_ = rest_.substr(0, end);
      rest_.remove_prefix(std::min(end + 1, rest_.size()));
    } else if (c == ':') {
      words_.clear();  // the name of a group
    } else if (c == ',' || c == ';') {
      return true;
    } else {
      words_ += c;
    }
    return false;
  }
  void take_quoted() {
    std::size_t i = 0;
    for (; i < rest_.size() && rest_[i] != '"'; ++i) {
      if (rest_[i] == '\\' && i + 1 < rest_.size()) ++i;
      words_ += rest_[i];
    }
    rest_.remove_prefix(std::min(i + 1, rest_.size()));
  }
  void skip_comment() {
    std::size_t depth = 1;
    std::size_t i = 0;
    for (; i < rest_.size() && depth > 0; ++i) {
      if (rest_[i] == '\\')
        ++i;
      else if (rest_[i] == '(')
        ++depth;
      else if (rest_[i] == ')')
        --depth;
    }
    rest_.remove_prefix(std::min(i, rest_.size()));
  }

  std::string_view rest_;
  std::string words_;
  std::string angle_;
};

/// An address with exactly what it needs; blanks and controls in it make it none.
bool is_address(std::string_view address) {
  const std::size_t at = address.rfind('@');
  return at != address.npos && at > 0 && at + 1 < address.size() && address.size() <= 320 &&
         std::ranges::none_of(address, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 127; });
}

}  // namespace

std::vector<Mailbox> read_mailboxes(std::string_view field, std::string_view fallback) {
  constexpr std::size_t mailboxes_max = 1000;
  std::vector<Mailbox> mailboxes;
  Scanner scanner{field};
  while (!scanner.done() && mailboxes.size() < mailboxes_max) {
    Mailbox mailbox = scanner.take(fallback);
    mailbox.address = header_text(mailbox.address);
    if (!is_address(mailbox.address)) continue;
    const std::size_t at = mailbox.address.rfind('@');
    mailbox.address.replace(at, mailbox.address.npos, lower_case(std::string_view{mailbox.address}.substr(at)));
    mailboxes.push_back(std::move(mailbox));
  }
  return mailboxes;
}

std::string canonical_address(std::string_view address) { return lower_case(trimmed(address)); }

std::string plus_token(std::string_view address) {
  const std::string_view local = address.substr(0, address.rfind('@'));
  const std::size_t plus = local.find('+');
  return plus == local.npos ? std::string{} : std::string{local.substr(plus + 1)};
}

}  // namespace switchroom::mail
