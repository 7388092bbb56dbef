#include "connectors/xml_reader.hpp"

#include <gtest/gtest.h>

namespace switchroom::connectors {
namespace {

TEST(XmlFields, are_found_by_their_path) {
  const auto xml = XmlFields::read("<xml><A>1</A><B><C><![CDATA[<2>&]]></C><C>3</C></B><D/></xml>").value();
  EXPECT_EQ(xml.text("A"), "1");
  EXPECT_EQ(xml.text("B/C"), "<2>&") << "the first of several";
  EXPECT_EQ(xml.find("D"), "");
  EXPECT_FALSE(xml.find("C"));
  EXPECT_FALSE(xml.find("xml"));
}

TEST(XmlFields, keep_their_blanks) { EXPECT_EQ(XmlFields::read("<x><A> a\n</A></x>").value().text("A"), " a\n"); }

TEST(XmlFields, know_the_five_characters_and_numbers) {
  EXPECT_EQ(XmlFields::read("<x><A>&lt;&gt;&amp;&quot;&apos;&#x4f60;</A></x>").value().text("A"), "<>&\"'你");
}

TEST(XmlFields, come_from_no_doctype) {
  for (const char* xml : {"<!DOCTYPE x><x/>", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
                          "<!DOCTYPE x SYSTEM 'http://127.0.0.1/x.dtd'><x/>"}) {
    const auto read = XmlFields::read(xml);
    ASSERT_FALSE(read) << xml;
    EXPECT_EQ(read.error().found, "a DOCTYPE");
  }
}

TEST(XmlFields, have_bounds) {
  std::string deep;
  for (std::size_t i = 0; i <= XmlFields::depth_max; ++i) deep += "<a>";
  EXPECT_EQ(XmlFields::read(deep).error().found, "elements nested too deep");
  std::string many = "<x>";
  for (std::size_t i = 0; i <= XmlFields::fields_max; ++i) many += "<a/>";
  EXPECT_EQ(XmlFields::read(many).error().found, "too many elements");
}

TEST(XmlText, comes_back_as_it_was) {
  for (const char* text : {"a]]>b", "]]>", "]]]]>>", "<&>\"'", "你好 👍\n", ""}) {
    std::string xml = "<x>";
    append_xml_text("A", text, xml);
    EXPECT_EQ(XmlFields::read(xml + "</x>").value().text("A"), text) << xml;
  }
  std::string bell = "<x>";
  append_xml_text("A", "ding\a", bell);
  EXPECT_EQ(XmlFields::read(bell + "</x>").value().text("A"), "ding");
}

}  // namespace
}  // namespace switchroom::connectors
