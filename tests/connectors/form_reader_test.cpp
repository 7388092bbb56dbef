#include "connectors/form_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace switchroom::connectors {
namespace {

using testing::ElementsAre;
using testing::Pair;

std::vector<std::pair<std::string, std::string>> fields_of(std::string_view bytes) {
  const Result<Form> form = Form::read(bytes);
  if (!form) return {{"error", describe(form.error())}};
  std::vector<std::pair<std::string, std::string>> fields;
  for (const Form::Field& field : form->fields()) fields.emplace_back(field.name, field.value);
  return fields;
}

TEST(Form, decodes_names_and_values) {
  EXPECT_THAT(fields_of("Body=Hi+%26+%E4%BD%A0&Fr%6Fm=%2B49&b=x+y%26z"),
              ElementsAre(Pair("Body", "Hi & 你"), Pair("From", "+49"), Pair("b", "x y&z")));
}

TEST(Form, keeps_empty_values_and_order_and_repetitions) {
  EXPECT_THAT(fields_of("b=&a&&b=2=3&=v"), ElementsAre(Pair("b", ""), Pair("a", ""), Pair("b", "2=3"), Pair("", "v")));
  EXPECT_THAT(fields_of(""), ElementsAre());
  EXPECT_THAT(fields_of("&&"), ElementsAre());
}

TEST(Form, refuses_broken_escapes) {
  for (const char* broken : {"a=%", "a=%4", "a=%zz", "ok=1&a=%%41", "%2=a"})
    EXPECT_THAT(fields_of(broken), ElementsAre(Pair("error", testing::HasSubstr("expected % and two hex digits"))))
        << broken;
}

TEST(Form, reads_1000_fields_and_refuses_more) {
  std::string many = "a=1";
  for (std::size_t i = 1; i < Form::fields_max; ++i) many += "&a=1";
  EXPECT_EQ(fields_of(many).size(), Form::fields_max);
  EXPECT_THAT(fields_of(many + "&a=1"),
              ElementsAre(Pair("error", "form field 1001: found more; expected at most 1000 fields")));
}

TEST(Form, a_moved_form_keeps_its_decoded_text) {
  Result<Form> form = Form::read("a=%41%42");
  ASSERT_TRUE(form);
  const Form moved = std::move(*form);
  EXPECT_EQ(moved.value("a"), "AB");
  EXPECT_FALSE(moved.find("b"));
}

TEST(Form, reads_back_every_byte_that_it_wrote) {
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte) every_byte += static_cast<char>(byte);
  std::string encoded = "all=";
  append_form_text(every_byte, encoded);
  const Result<Form> form = Form::read(encoded);
  ASSERT_TRUE(form);
  EXPECT_EQ(form->value("all"), every_byte);
}

}  // namespace
}  // namespace switchroom::connectors
