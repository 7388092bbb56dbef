#include "config/documents/yaml_document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace switchroom::documents {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> errors_of(std::string_view text) {
  Findings findings{"file.yaml"};
  parse_yaml(text, findings);
  std::vector<std::string> words;
  for (const Error& error : findings.errors()) words.push_back(describe(error));
  return words;
}

Node tree_of(std::string_view text) {
  Findings findings{"file.yaml"};
  const auto root = parse_yaml(text, findings);
  EXPECT_THAT(findings.errors(), IsEmpty());
  return root.value_or(Node{});
}

TEST(YamlDocument, keeps_every_scalar_as_the_text_that_was_written) {
  const Node root = tree_of("a: no\nb: 3.50\nc: ~\nd: \"x\\ty\"\ne: |\n  two\n  lines\n");
  EXPECT_EQ(root.find("a")->text, "no");
  EXPECT_EQ(root.find("b")->text, "3.50");
  EXPECT_EQ(root.find("c")->text, "~");
  EXPECT_EQ(root.find("d")->text, "x\ty");
  EXPECT_EQ(root.find("e")->text, "two\nlines\n");
  EXPECT_EQ(root.find("f"), nullptr);
}

TEST(YamlDocument, reads_single_quoted_text_over_several_lines) {
  EXPECT_EQ(tree_of("\xef\xbb\xbf退: 'it''s'\nb: 'x  \n   y\n\n\n  z ''q'' '\nc: ''\n").find("b")->text,
            "x y\n\nz 'q' ");
  EXPECT_EQ(tree_of("\xef\xbb\xbf退: 'it''s'\r\nb: 'x\r\n  y'\r\n").find("退")->text, "it's");
  EXPECT_EQ(tree_of("a: 'x\r\n  y'\r\n").find("a")->text, "x y");
  EXPECT_EQ(tree_of("'a''b': 1").keys[0].text, "a'b");
  EXPECT_EQ(tree_of("{'" + std::string(200, '\'') + "': 1}").keys[0].text, std::string(100, '\''));
  EXPECT_EQ(tree_of("c: ''").find("c")->text, "");
}

TEST(YamlDocument, knows_the_place_of_every_key_and_value_in_characters) {
  const Node root = tree_of("退款: [a,\n  b]\nc:\n");
  EXPECT_EQ(root.find("退款")->place.column, 5);
  EXPECT_EQ(root.find("退款")->items[1].place.line, 2);
  EXPECT_EQ(root.find("退款")->items[1].place.column, 3);
  EXPECT_EQ(tree_of("a: 'x'").find("a")->place.column, 4);
  EXPECT_EQ(root.find("c")->place.line, 3) << "an empty value stands where its key is";
}

TEST(YamlDocument, an_empty_text_is_an_empty_mapping) {
  EXPECT_EQ(tree_of("").kind, NodeKind::mapping);
  EXPECT_EQ(tree_of("# only a comment\n").kind, NodeKind::mapping);
}

TEST(YamlDocument, tells_nothing_from_an_empty_text_in_quotes) {
  const Node root = tree_of("a:\nb: ''\n");
  EXPECT_TRUE(root.find("a")->nothing());
  EXPECT_FALSE(root.find("b")->nothing());
}

TEST(YamlDocument, refuses_repeated_keys_at_every_level) {
  EXPECT_THAT(errors_of("a: {x: 1, x: 2}\nb: 1\na: 2\n"),
              ElementsAre("file.yaml:1:11: found the key \"x\" a second time; expected each key once",
                          "file.yaml:3:1: found the key \"a\" a second time; expected each key once"));
}

TEST(YamlDocument, refuses_anchors_aliases_and_tags) {
  EXPECT_THAT(errors_of("a: &x 1\nb: *x\nc: !!str 2\n<<: *x\n"),
              ElementsAre("file.yaml:1:4: found an anchor (&); expected the value written out",
                          "file.yaml:2:4: found an alias (*); expected the value written out",
                          "file.yaml:3:4: found a tag (!); expected a value without a tag",
                          "file.yaml:4:5: found an alias (*); expected the value written out"));
}

TEST(YamlDocument, refuses_a_second_document) {
  EXPECT_THAT(errors_of("a: 1\n---\nb: 2\n"),
              ElementsAre("file.yaml:2:1: found a second document; expected one document in the file"));
}

TEST(YamlDocument, refuses_a_mapping_as_a_key) {
  EXPECT_THAT(errors_of("? [a]\n: 1\n"),
              ElementsAre("file.yaml:1:3: found a mapping or a list as a key; expected text as a key"));
}

TEST(YamlDocument, says_where_a_bracket_was_left_open) {
  EXPECT_THAT(errors_of("a: 1\nb: [1, 2\nc: 3\n"),
              ElementsAre("file.yaml:2:4: found an open bracket; expected its closing bracket"));
}

TEST(YamlDocument, passes_on_what_the_parser_says_about_broken_yaml) {
  EXPECT_THAT(
      errors_of("a: \"x\n"),
      ElementsAre("file.yaml:1:4: found double-quoted scalar without closing quote; expected well-formed YAML"));
}

TEST(YamlDocument, refuses_bytes_that_are_no_text) {
  EXPECT_THAT(errors_of("a: b\nü: \xff\n"),
              ElementsAre("file.yaml:2:4: found the byte 0xff; expected UTF-8 text without control characters"));
  EXPECT_THAT(errors_of(std::string_view{"a\0b", 3}),
              ElementsAre("file.yaml:1:2: found the byte 0x00; expected UTF-8 text without control characters"));
  for (const char* broken :
       {"\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\x80", "\xf8\x88\x80\x80\x80"})
    EXPECT_EQ(errors_of(broken).size(), 1U) << testing::PrintToString(broken);
}

TEST(YamlDocument, refuses_more_than_64_levels) {
  EXPECT_THAT(errors_of(std::string(64, '[') + std::string(64, ']')), IsEmpty());
  EXPECT_THAT(errors_of(std::string(65, '[') + std::string(65, ']')),
              ElementsAre("file.yaml:1:65: found more than 64 levels; expected a flatter document"));
}

TEST(YamlDocument, refuses_more_than_8_MiB) {
  EXPECT_THAT(errors_of(std::string(document_bytes_max + 1, '#')),
              ElementsAre("file.yaml: found 8388609 bytes; expected at most 8388608 bytes"));
}

TEST(YamlDocument, refuses_marks_that_the_parser_would_hoard) {
  EXPECT_THAT(
      errors_of("a: " + std::string(document_marks_max, '?') + "\n"),
      ElementsAre(
          "file.yaml: found 1000001 brackets, commas, colons and quotes; expected a smaller document, with at most "
          "1000000"));
}

TEST(YamlDocument, refuses_more_than_half_a_million_keys_and_values) {
  std::string text;
  for (std::size_t i = 0; i < document_nodes_max; ++i) text += "- a\n";
  EXPECT_THAT(errors_of(text),
              ElementsAre("file.yaml:1:1: found more than 500000 values; expected a smaller document"));
}

TEST(YamlDocument, refuses_directives) {
  EXPECT_THAT(errors_of("%YAML 1.2\n---\na: 1\n"),
              ElementsAre("file.yaml:1:1: found a directive (%); expected a document without directives"));
}

TEST(YamlDocument, tells_at_most_a_hundred_errors) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "a: &x 1\n";
  EXPECT_EQ(errors_of(text).size(), document_errors_max);
}

TEST(YamlDocument, finds_the_place_of_a_path_also_with_dots_in_its_keys) {
  const Node root = tree_of("agents:\n  - skills: {lang.en: 1, lang: {en: 2}}\n");
  EXPECT_EQ(place_of(root, "agents[0].skills.lang.en", true).column, 14);
  EXPECT_EQ(place_of(root, "agents[0].skills.lang.en", false).column, 23);
  EXPECT_EQ(place_of(root, "agents[0].limit", false).column, 5) << "the deepest node on the way";
}

}  // namespace
}  // namespace switchroom::documents
