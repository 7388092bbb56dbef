#include "gateway/mail/content.hpp"

#include <gtest/gtest.h>

#include <string>

namespace switchroom::smtp {
namespace {

struct Taken {
  bool ended = false;
  std::string content;
  std::string rest;
  bool bare = false;
  friend bool operator==(const Taken&, const Taken&) = default;
};

void PrintTo(const Taken& taken, std::ostream* out) {
  *out << (taken.ended ? "ended " : "open ") << testing::PrintToString(taken.content) << " rest "
       << testing::PrintToString(taken.rest) << (taken.bare ? " bare" : "");
}

Taken take(std::string_view stream, std::size_t step, BareLineEnds policy = BareLineEnds::refuse) {
  Content content;
  content.begin(1000, policy);
  bool ended = false;
  for (std::size_t at = 0; at < stream.size() && !ended;) {
    std::string_view part = stream.substr(at, step);
    const std::size_t size = part.size();
    ended = content.take_lines(part);
    at += size - part.size();
    if (ended) return {true, content.release(), std::string{stream.substr(at)}, content.has_bare_line_end()};
  }
  return {false, content.release(), {}, content.has_bare_line_end()};
}

/// The same, said as plainly as can be: the end is the first CR LF . CR LF, the one before DATA's own CR LF counted.
Taken naive(const std::string& stream) {
  const std::string whole = "\r\n" + stream;
  const std::size_t end = whole.find("\r\n.\r\n");
  std::string text = whole.substr(0, end == whole.npos ? whole.size() : end + 2);
  for (std::size_t at = text.find("\r\n."); at != text.npos; at = text.find("\r\n.", at + 1)) text.erase(at + 2, 1);
  std::string left;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text.compare(i, 2, "\r\n") == 0)
      left += '_', ++i;
    else
      left += text[i];
  return {true, text.substr(2), end == whole.npos ? "" : whole.substr(end + 5),
          left.find_first_of("\r\n") != left.npos};
}

std::string word(std::size_t number, std::size_t length) {
  std::string text;
  for (std::size_t i = 0; i < length; ++i, number /= 4) text += "\r\n.a"[number % 4];
  return text;
}

TEST(Content, ends_where_the_plainest_reader_says_and_nowhere_else_in_all_texts_of_eight_bytes) {
  for (std::size_t number = 0; number < std::size_t{1} << 16; ++number) {
    const std::string stream = word(number, 8) + "\r\n.\r\nQUIT\r\n";
    ASSERT_EQ(take(stream, stream.size()), naive(stream)) << testing::PrintToString(stream);
  }
}

TEST(Content, is_the_same_however_it_is_cut) {
  for (std::size_t number = 0; number < std::size_t{1} << 16; number += 7) {
    const std::string stream = word(number, 8) + "\r\n.\r\nQUIT\r\n";
    for (const BareLineEnds policy : {BareLineEnds::refuse, BareLineEnds::normalize}) {
      const Taken whole = take(stream, stream.size(), policy);
      for (const std::size_t step : {1U, 2U, 3U})
        ASSERT_EQ(take(stream, step, policy), whole) << testing::PrintToString(stream);
    }
  }
}

TEST(Content, has_no_bare_line_end_left_once_it_was_normalised) {
  for (std::size_t number = 0; number < std::size_t{1} << 14; ++number) {
    const std::string stream = word(number, 7) + "\r\n.\r\n";
    const Taken normal = take(stream, stream.size(), BareLineEnds::normalize);
    std::string left;
    for (std::size_t i = 0; i < normal.content.size(); ++i)
      if (normal.content.compare(i, 2, "\r\n") == 0)
        ++i;
      else
        left += normal.content[i];
    ASSERT_EQ(left.find_first_of("\r\n"), left.npos) << testing::PrintToString(stream);
    ASSERT_EQ(normal.rest, take(stream, stream.size()).rest) << "normalising moves no end";
  }
}

TEST(Content, of_chunks_knows_no_dots_and_is_the_same_however_it_is_cut) {
  for (std::size_t number = 0; number < std::size_t{1} << 14; ++number) {
    const std::string stream = word(number, 7);
    std::string expected;
    for (std::size_t i = 0; i < stream.size(); ++i) {
      const bool pair = stream.compare(i, 2, "\r\n") == 0;
      const bool end = stream[i] == '\r' || stream[i] == '\n';
      expected += end ? std::string{"\r\n"} : std::string{stream[i]};
      if (pair) ++i;
    }
    for (const std::size_t step : {1U, 2U, 7U}) {
      Content content;
      content.begin(1000, BareLineEnds::normalize);
      for (std::size_t at = 0; at < stream.size(); at += step)
        content.take_octets(std::string_view{stream}.substr(at, step));
      content.end_octets();
      ASSERT_EQ(content.release(), expected) << testing::PrintToString(stream);
    }
  }
}

TEST(Content, holds_nothing_of_a_mail_that_is_too_large_and_still_finds_its_end) {
  Content content;
  content.begin(10, BareLineEnds::refuse);
  std::string_view bytes = "0123456789012345\r\n.\r\nQUIT";
  EXPECT_TRUE(content.take_lines(bytes));
  EXPECT_EQ(bytes, "QUIT");
  EXPECT_TRUE(content.is_too_large());
  EXPECT_LT(content.memory(), 100U);
}

}  // namespace
}  // namespace switchroom::smtp
