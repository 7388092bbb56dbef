// JSON that every reader takes.

#include "storage/kafka/json_writer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <simdjson.h>

#include <limits>

namespace switchroom::storage {
namespace {

std::string written(auto write) {
  std::string out;
  JsonWriter json{out};
  write(json);
  return out;
}

std::string written_text(std::string_view text) {
  return written([&](JsonWriter& json) { json.value(text); });
}

TEST(JsonWriter, members_and_elements_are_divided_by_commas) {
  const std::string out = written([](JsonWriter& json) {
    json.open_object();
    json.member("a", std::uint64_t{1});
    json.key("b");
    json.open_array();
    json.value("x");
    json.value(true);
    json.open_object();
    json.close_object();
    json.close_array();
    json.member("c", std::int64_t{-5});
    json.close_object();
  });
  EXPECT_EQ(out, R"({"a":1,"b":["x",true,{}],"c":-5})");
}

TEST(JsonWriter, numbers_that_a_double_cannot_hold_are_strings) {
  EXPECT_EQ(written([](JsonWriter& json) { json.value(std::uint64_t{1} << 53); }), "9007199254740992");
  EXPECT_EQ(written([](JsonWriter& json) { json.value((std::uint64_t{1} << 53) + 1); }), R"("9007199254740993")");
  EXPECT_EQ(written([](JsonWriter& json) { json.value(std::numeric_limits<std::int64_t>::min()); }),
            R"("-9223372036854775808")");
}

TEST(JsonWriter, quotes_backslashes_and_control_characters_are_escaped) {
  EXPECT_EQ(written_text("a\"b\\c\n\r\t\b\f\x01\x1f"), R"("a\"b\\c\n\r\t\b\f\u0001\u001f")");
  EXPECT_EQ(written_text(std::string_view{"\0", 1}), R"("\u0000")");
  EXPECT_EQ(written_text("/\x7f"), "\"/\x7f\"");
}

TEST(JsonWriter, what_is_no_utf_8_becomes_the_replacement_character) {
  EXPECT_EQ(written_text("a\xff z"), "\"a\uFFFD z\"");
  EXPECT_EQ(written_text("\xc0\xaf"), "\"\uFFFD\uFFFD\"") << "overlong";
  EXPECT_EQ(written_text("\xed\xa0\x80"), "\"\uFFFD\uFFFD\uFFFD\"") << "a surrogate";
  EXPECT_EQ(written_text("\xf4\x90\x80\x80"), "\"\uFFFD\uFFFD\uFFFD\uFFFD\"") << "beyond U+10FFFF";
  EXPECT_EQ(written_text("\xe9\x80"), "\"\uFFFD\uFFFD\"") << "cut off";
  EXPECT_EQ(written_text("退款 é 😀"), "\"退款 é 😀\"");
}

RC_GTEST_PROP(JsonWriterProperty, a_reader_gets_back_valid_text, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "a", "abcdefgh", "\"", "\\", "\n", std::string{'\0'}, "é", "退", "😀", "\x7f", " "));
  std::string text;
  for (const std::string& piece : pieces) text += piece;
  simdjson::dom::parser parser;
  std::string_view read;
  const std::string json = written_text(text);
  RC_ASSERT(parser.parse(json).get(read) == simdjson::SUCCESS);
  RC_ASSERT(read == text);
}

RC_GTEST_PROP(JsonWriterProperty, any_bytes_make_json, (const std::string& bytes)) {
  simdjson::dom::parser parser;
  std::string_view read;
  const std::string json = written_text(bytes);
  RC_ASSERT(parser.parse(json).get(read) == simdjson::SUCCESS);
}

RC_GTEST_PROP(JsonWriterProperty, a_cut_text_is_the_longest_that_fits, (const std::string& bytes)) {
  const std::size_t limit = *rc::gen::inRange<std::size_t>(0, 40);
  const EscapedCut cut = cut_escaped(bytes, limit);
  std::string escaped;
  append_escaped(cut.kept, escaped);
  RC_ASSERT(bytes.starts_with(cut.kept));
  RC_ASSERT(escaped.size() == cut.bytes);
  RC_ASSERT(cut.bytes <= limit);
  std::string whole;
  append_escaped(bytes, whole);
  RC_ASSERT((cut.kept.size() == bytes.size()) == (whole.size() <= limit));
}

TEST(JsonWriter, a_cut_falls_between_characters) {
  EXPECT_EQ(cut_escaped("退款", 5).kept, "退");
  EXPECT_EQ(cut_escaped("ab\"c", 3).kept, "ab");
  EXPECT_EQ(cut_escaped("ab\"c", 4).kept, "ab\"");
}

}  // namespace
}  // namespace switchroom::storage
