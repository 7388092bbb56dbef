#include <gtest/gtest.h>

#include "connectors/base64.hpp"
#include "connectors/inbound_message_json.hpp"
#include "connectors/iso_time.hpp"
#include "connectors/phone.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

using namespace std::string_view_literals;

std::string json(std::string_view bytes) {
  std::string out;
  append_json_text(bytes, out);
  return out;
}

std::string ascii(std::string_view bytes) {
  std::string out;
  append_json_ascii(bytes, out);
  return out;
}

TEST(JsonText, escapes_what_json_asks_for) {
  EXPECT_EQ(json("a\"b\\c\n\r\t\0\x1f/ä"sv), R"("a\"b\\c\n\r\t\u0000\u001f/ä")");
}

TEST(JsonText, replaces_every_byte_that_is_no_utf8) {
  EXPECT_EQ(json("a\xff"), "\"a\uFFFD\"");
  EXPECT_EQ(json("\xc0\xaf"), "\"\uFFFD\uFFFD\"") << "overlong";
  EXPECT_EQ(json("\xed\xa0\x80"), "\"\uFFFD\uFFFD\uFFFD\"") << "a surrogate";
  EXPECT_EQ(json("\xf4\x90\x80\x80"), "\"\uFFFD\uFFFD\uFFFD\uFFFD\"") << "beyond Unicode";
  EXPECT_EQ(json("ok \xe4\xbd"), "\"ok \uFFFD\uFFFD\"") << "cut off";
  EXPECT_EQ(json("\xc3\"x"), "\"\uFFFD\\\"x\"") << "the quotation mark is not swallowed";
}

TEST(JsonText, as_meta_writes_it_is_ascii) {
  EXPECT_EQ(ascii("äöå / 你 👍 \"\xff"), "\"\\u00e4\\u00f6\\u00e5 \\/ \\u4f60 \\ud83d\\udc4d \\\"\\ufffd\"");
}

TEST(MessageJson, leaves_out_what_is_not_set) {
  std::string out;
  append_json(InboundMessage{}, out);
  EXPECT_EQ(out,
            R"({"provider_id":"","kind":"text","from":"","to":"","account":"","conversation":"","at_ms":0,"text":""})");
}

TEST(MessageJson, writes_all_that_is_set) {
  InboundMessage message;
  message.kind = MessageKind::deletion;
  message.status = DeliveryStatus::failed;
  message.at_ms = -1;
  message.from_alias = "a";
  message.payload = "p";
  message.ref = "r";
  message.reply_to = "q";
  message.name = "n\xff";
  message.language = "de";
  message.media = {{MessageKind::image, "i", "u", "m", "s", "f"}, {}};
  message.location = {true, 0.1, -180, "l", "d"};
  std::string out = "kept";
  append_json(message, out);
  EXPECT_EQ(
      out,
      "kept{\"provider_id\":\"\",\"kind\":\"delete\",\"from\":\"\",\"to\":\"\",\"account\":\"\",\"conversation\":\"\","
      "\"at_ms\":-1,"
      "\"text\":\"\",\"from_alias\":\"a\",\"payload\":\"p\",\"ref\":\"r\",\"reply_to\":\"q\",\"status\":\"failed\","
      "\"name\":\"n\uFFFD\","
      "\"language\":\"de\",\"media\":[{\"kind\":\"image\",\"id\":\"i\",\"url\":\"u\",\"mime_type\":\"m\",\"sha256\":"
      "\"s\",\"filename\":\"f\"},"
      "{\"kind\":\"file\"}],\"location\":{\"latitude\":0.1,\"longitude\":-180,\"name\":\"l\",\"address\":\"d\"}}");
}

TEST(Phone, takes_international_digits_only) {
  EXPECT_EQ(e164("12025550111"), "+12025550111");
  EXPECT_EQ(e164("+12025550111"), "+12025550111");
  for (const char* wrong :
       {"", "+", "1234", "0123456", "1234567890123456", "1202555O111", "++12025550111", "12 34567", "١٢٣٤٥٦"})
    EXPECT_EQ(e164(wrong), std::nullopt) << wrong;
}

TEST(Phone, takes_the_decoration_off_a_number) {
  EXPECT_EQ(plain_number("+1 (650) 555-4444"), "+16505554444");
  EXPECT_EQ(plain_number("442079460958"), "+442079460958");
  EXPECT_EQ(plain_number("PIZZA HUT"), "PIZZA HUT");
  EXPECT_EQ(plain_number(""), "");
}

TEST(IsoTime, reads_zones_and_fractions) {
  EXPECT_EQ(ms_of_iso_time("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(ms_of_iso_time("2026-03-01T12:30:05.25Z"), 1772368205250);
  EXPECT_EQ(ms_of_iso_time("2026-03-01T12:30:05.250999999+02:30"), 1772368205250 - 150 * 60'000);
  EXPECT_EQ(ms_of_iso_time("2024-02-29t23:59:60-00:01"), 1709251260000);
  EXPECT_EQ(ms_of_iso_time("9999-12-31T23:59:59Z"), 253402300799000);
}

TEST(IsoTime, refuses_everything_else) {
  for (const char* wrong :
       {"", "2026-03-01", "2026-03-01 12:30:05Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-03-01T24:00:00Z", "2026-03-01T12:30:05", "2026-03-01T12:30:05.Z", "2026-03-01T12:30:05Zx",
        "2026-03-01T12:30:05+2:00", "1969-12-31T23:59:59Z", "20x6-03-01T12:30:05Z", "2026-03-01T12:30:05+25:00"})
    EXPECT_EQ(ms_of_iso_time(wrong), std::nullopt) << wrong;
}

TEST(Base64, reads_back_what_it_wrote) {
  std::string bytes;
  for (int length = 0; length < 300; ++length) {
    EXPECT_EQ(bytes_of_base64(base64_of(bytes)), bytes);
    bytes += static_cast<char>(length);
  }
  EXPECT_EQ(base64_of("any carnal pleas"), "YW55IGNhcm5hbCBwbGVhcw==");
}

TEST(Base64, refuses_everything_else) {
  for (const char* wrong : {"a", "ab=", "abc", "ab==c", "a===", "ab c", "abcd\n", "====", "ab-_"})
    EXPECT_EQ(bytes_of_base64(wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace switchroom::connectors
