#include "gateway/mail/content.hpp"

// What two servers take for the end of a mail must be the same bytes, or the second one reads commands where the first
// one saw text ("SMTP smuggling"). So there is one end, CR LF . CR LF, and these are not:
//
//   LF . LF    LF . CR LF    CR LF . LF    CR . CR    CR LF . CR (something else)

#include <algorithm>
#include <utility>

namespace switchroom::smtp {

void Content::begin(std::size_t bytes_max, BareLineEnds bare_line_ends) {
  bytes_.clear();
  bytes_max_ = bytes_max;
  bare_line_ends_ = bare_line_ends;
  at_ = At::line_start;
  too_large_ = bare_line_end_ = false;
}

bool Content::take_lines(std::string_view& bytes) {
  while (!bytes.empty()) {
    const char c = bytes.front();
    if (at_ == At::text && c != '\r' && c != '\n') {
      const std::string_view run = bytes.substr(0, std::min(bytes.find_first_of("\r\n"), bytes.size()));
      add(run);
      bytes.remove_prefix(run.size());
      continue;
    }
    bytes.remove_prefix(1);
    if (at_ == At::dot_cr && c == '\n') return true;
    take(c);
  }
  return false;
}

void Content::take(char c) {
  if (at_ == At::line_start && c == '.') {
    at_ = At::dot;
    return;
  }
  if (at_ == At::dot && c == '\r') {
    at_ = At::dot_cr;
    return;
  }
  if (at_ == At::dot_cr) stands_alone('\r');
  if (at_ == At::cr && c == '\n') {
    add("\r\n");
    at_ = At::line_start;
    return;
  }
  if (at_ == At::cr) stands_alone('\r');
  at_ = c == '\r' ? At::cr : At::text;
  if (c == '\n')
    stands_alone(c);
  else if (c != '\r')
    add({&c, 1});
}

/// A line that begins behind it is none for the dots.
void Content::stands_alone(char c) {
  bare_line_end_ = true;
  add(bare_line_ends_ == BareLineEnds::normalize ? std::string_view{"\r\n"} : std::string_view{&c, 1});
}

void Content::take_octets(std::string_view octets) {
  if (at_ == At::line_start) at_ = At::text;
  while (!octets.empty()) {
    const std::string_view run = octets.substr(0, std::min(octets.find_first_of("\r\n"), octets.size()));
    if (!run.empty() && at_ == At::cr) stands_alone('\r');
    if (!run.empty()) at_ = At::text;
    add(run);
    octets.remove_prefix(run.size());
    if (octets.empty()) return;
    take(octets.front());
    if (at_ == At::line_start) at_ = At::text;
    octets.remove_prefix(1);
  }
}

void Content::end_octets() {
  if (std::exchange(at_, At::text) == At::cr) stands_alone('\r');
}

void Content::add(std::string_view bytes) {
  if (too_large_ || bytes_.size() + bytes.size() > bytes_max_) {
    too_large_ = true;
    std::string{}.swap(bytes_);
    return;
  }
  bytes_ += bytes;
}

std::string Content::release() { return std::exchange(bytes_, {}); }

}  // namespace switchroom::smtp
