#include "connectors/multipart_reader.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace switchroom::connectors {
namespace {

constexpr std::string_view type = "multipart/form-data; boundary=\"b b\"";

std::string part(std::string_view head, std::string_view value) {
  return "--b b\r\nContent-Disposition: form-data; " + std::string{head} + "\r\n\r\n" + std::string{value} + "\r\n";
}

std::string fault_in(std::string_view content_type, std::string_view body) {
  const Result<Multipart> form = Multipart::read(content_type, body);
  return form ? "none" : describe(form.error());
}

TEST(Multipart, values_are_the_bytes_between_the_delimiters) {
  const std::string body = part("name=a", "one\r\n--b c\r\n\n--b b") + part("name=\"\"; name=x", "");
  EXPECT_EQ(fault_in(type, body + "--b b--"),
            "part 2: found no name; expected Content-Disposition: form-data with a name");
  const std::string_view bytes{"\0\xFF\r\n--b c\r\n\n--b b", 17};
  const std::string sound = part("name=a", bytes) + part("name=e", "") + "--b b--\r\nepilogue";
  const Result<Multipart> form = Multipart::read(type, sound);
  ASSERT_TRUE(form) << describe(form.error());
  ASSERT_EQ(form->parts().size(), 2U);
  EXPECT_EQ(form->parts()[0].value, bytes);
  EXPECT_EQ(form->parts()[1].value, "");
}

TEST(Multipart, a_file_has_a_name_and_a_type) {
  const std::string body =
      "preamble\r\n" + part("name=f; filename*=utf-8''%E4%BD%A0.txt\r\nContent-Type: image/png", "x") + "--b b--";
  const Result<Multipart> form = Multipart::read(type, body);
  ASSERT_TRUE(form) << describe(form.error());
  EXPECT_EQ(form->parts()[0].filename, "你.txt");
  EXPECT_EQ(form->parts()[0].content_type, "image/png");
}

TEST(Multipart, what_was_cut_or_is_none_is_told_with_its_place) {
  const std::string body = part("name=a", "one") + part("name=b", "two");
  EXPECT_EQ(fault_in(type, body), "part 2: found the end of the body; expected the last boundary");
  EXPECT_EQ(fault_in("multipart/form-data", body),
            "Content-Type: found another text; expected multipart/form-data with a boundary");
  EXPECT_EQ(fault_in("text/plain; boundary=b", body),
            "Content-Type: found another text; expected multipart/form-data with a boundary");
  EXPECT_EQ(fault_in(type, ""), "part 1: found nothing; expected the boundary that the Content-Type names");
  EXPECT_EQ(fault_in(type, "--b bx\r\n"), "part 1: found another text; expected a line end behind the boundary");
  EXPECT_EQ(fault_in(type, "--b b\r\n\r\nx\r\n--b b--"),
            "part 1: found no header; expected Content-Disposition with a name");
}

TEST(Multipart, more_than_500_parts_and_long_headers_are_refused) {
  std::string body;
  for (int i = 0; i < 501; ++i) body += part("name=a", "x");
  EXPECT_EQ(fault_in(type, body + "--b b--"), "part 501: found more parts; expected at most 500");
  const std::string wide = part("name=a; x=" + std::string(20'000, 'y'), "x") + "--b b--";
  EXPECT_EQ(fault_in(type, wide), "part 1: found no end of the header; expected an empty line within 16 KiB");
}

TEST(PostedForm, both_kinds_give_the_same_fields_and_the_last_of_a_name_counts) {
  const std::string body = part("name=a", "1") + part("name=a", "2") + "--b b--";
  const std::array multipart{Header{"Content-Type", type}};
  const std::array plain{Header{"content-type", "application/x-www-form-urlencoded"}};
  Request request;
  request.headers = multipart;
  request.body = body;
  EXPECT_EQ(PostedForm::read(request)->value("a"), "2");
  request.headers = plain;
  request.body = "a=1&a=2";
  EXPECT_EQ(PostedForm::read(request)->value("a"), "2");
  request.headers = {};
  EXPECT_FALSE(PostedForm::read(request)) << "a body without a type is no form";
}

}  // namespace
}  // namespace switchroom::connectors
