#include "connectors/json_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace switchroom::connectors {
namespace {

using testing::ElementsAre;

std::string error_of(JsonReader::Document& document) {
  const std::optional<Error> error = document.take_error();
  return error ? describe(*error) : "";
}

TEST(JsonReader, reads_values_where_they_are) {
  JsonReader::Document document{R"({"a":{"b":[{"id":7},{"id":"x"}]},"t":"ü","n":-5,"d":1.5,"f":true})"};
  std::vector<std::string> ids;
  for (const JsonReader& item : document.root().at("a").at("b").items()) ids.emplace_back(item.at("id").id());
  EXPECT_THAT(ids, ElementsAre("7", "x"));
  EXPECT_EQ(document.root().at("t").text(), "ü");
  EXPECT_EQ(document.root().at("n").integer(), -5);
  EXPECT_EQ(document.root().at("d").number(), 1.5);
  EXPECT_TRUE(document.root().at("f").flag());
  EXPECT_EQ(error_of(document), "");
}

TEST(JsonReader, tells_the_first_error_with_its_path) {
  JsonReader::Document document{R"({"entry":[{"changes":[{},{"value":{"messages":[{"id":{}}]}}]}]})"};
  for (const JsonReader& entry : document.root().at("entry").items())
    for (const JsonReader& change : entry.at("changes").items())
      for (const JsonReader& message : change.find("value").find("messages").items()) {
        message.at("id").id();
        message.at("never reported").text();
      }
  EXPECT_EQ(error_of(document),
            "entry[0].changes[1].value.messages[0].id: found an object; expected an id (text or a whole number)");
}

TEST(JsonReader, goes_on_after_an_error_is_taken) {
  JsonReader::Document document{R"([{"id":1},{},{"id":3}])"};
  std::vector<std::string> outcomes;
  for (const JsonReader& item : document.root().items()) {
    const std::string id{item.at("id").id()};
    const std::string error = error_of(document);
    outcomes.push_back(error.empty() ? id : error);
  }
  EXPECT_THAT(outcomes, ElementsAre("1", "[1].id: found nothing; expected a value", "3"));
}

TEST(JsonReader, what_may_be_missing_reads_as_empty_without_error) {
  JsonReader::Document document{R"({"null":null})"};
  EXPECT_FALSE(document.root().find("missing"));
  EXPECT_FALSE(document.root().find("null"));
  EXPECT_EQ(document.root().find("missing").find("deeper").text(), "");
  EXPECT_EQ(document.root().find("missing").seconds_as_ms(), 0);
  EXPECT_EQ(document.root().find("missing").json(), "");
  EXPECT_EQ(error_of(document), "");
}

TEST(JsonReader, null_is_nothing_where_a_value_must_be) {
  JsonReader::Document document{R"({"null":null})"};
  document.root().at("null");
  EXPECT_EQ(error_of(document), "null: found nothing; expected a value");
}

TEST(JsonReader, whole_numbers_of_64_bits_are_exact_ids) {
  JsonReader::Document document{"[9007199254740993, 18446744073709551615, -9223372036854775808]"};
  std::vector<std::string> ids;
  for (const JsonReader& item : document.root().items()) ids.emplace_back(item.id());
  EXPECT_THAT(ids, ElementsAre("9007199254740993", "18446744073709551615", "-9223372036854775808"));
}

TEST(JsonReader, refuses_a_repeated_key_in_an_object_that_is_read) {
  JsonReader::Document document{R"({"unread":{"a":1,"a":2},"read":{"k":1,"other":2,"\u006b":3}})"};
  EXPECT_EQ(error_of(document), "");
  document.root().at("read");
  EXPECT_EQ(error_of(document), "read: found a repeated key; expected each key once");
}

TEST(JsonReader, finds_a_repeated_key_among_very_many) {
  std::string object = R"({"k0":0)";
  for (int i = 1; i < 60'000; ++i) object += ",\"k" + std::to_string(i) + "\":0";
  JsonReader::Document fine{object + "}"};
  fine.root();
  EXPECT_EQ(error_of(fine), "");
  JsonReader::Document doubled{object + R"(,"k31000":1})"};
  doubled.root();
  EXPECT_EQ(error_of(doubled), "body: found a repeated key; expected each key once");
}

TEST(JsonReader, seconds_come_as_number_or_text) {
  JsonReader::Document document{R"([1603059201,"1603059201",-1,"","1x","253402300800",1.5])"};
  std::vector<std::int64_t> times;
  std::vector<bool> wrong;
  for (const JsonReader& item : document.root().items()) {
    times.push_back(item.seconds_as_ms());
    wrong.push_back(!error_of(document).empty());
  }
  EXPECT_THAT(times, ElementsAre(1603059201000, 1603059201000, 0, 0, 0, 0, 0));
  EXPECT_THAT(wrong, ElementsAre(false, false, true, true, true, true, true));
}

TEST(JsonReader, checks_the_whole_text_before_anything_is_read) {
  for (const std::string_view broken : {"", " ", "{", "{\"a\":1", "{\"a\":1}}", "{\"a\":1} x", "{\"a\":\"\xff\"}",
                                        "[1e999]", "[\"\\ud800\"]", "[01]"}) {
    JsonReader::Document document{broken};
    EXPECT_FALSE(document.root()) << broken;
    EXPECT_NE(error_of(document), "") << broken;
  }
}

TEST(JsonReader, accepts_63_levels_and_refuses_100000) {
  JsonReader::Document deep{std::string(63, '[') + std::string(63, ']')};
  EXPECT_TRUE(deep.root()) << error_of(deep);
  JsonReader::Document too_deep{std::string(65, '[') + std::string(65, ']')};
  EXPECT_FALSE(too_deep.root());
  JsonReader::Document far_too_deep{std::string(100'000, '[')};
  EXPECT_FALSE(far_too_deep.root());
}

TEST(JsonReader, reads_in_place_when_there_is_room_behind_the_body) {
  std::string bytes = R"({"id":"in place"})";
  Request request;
  request.spare_bytes = simdjson::SIMDJSON_PADDING;
  const std::size_t size = bytes.size();
  bytes.append(request.spare_bytes, '}');  // what stands behind the body must not matter
  request.body = std::string_view{bytes}.substr(0, size);
  JsonReader::Document document{request};
  EXPECT_EQ(document.root().at("id").id(), "in place");
  EXPECT_EQ(error_of(document), "");
}

TEST(JsonReader, two_documents_of_one_thread_do_not_meet) {
  JsonReader::Document outer{R"({"id":"outer"})"};
  JsonReader::Document inner{R"({"id":"inner"})"};
  EXPECT_EQ(outer.root().at("id").id(), "outer");
  EXPECT_EQ(inner.root().at("id").id(), "inner");
}

TEST(JsonReader, gives_up_when_more_is_looked_at_than_any_delivery_holds) {
  JsonReader::Document document{"[" + std::string(2 * JsonReader::Document::steps_max, ' ') + "0" + [] {
    std::string more;
    for (std::size_t i = 0; i < JsonReader::Document::steps_max; ++i) more += ",0";
    return more;
  }() + "]"};
  std::size_t seen = 0;
  for (const JsonReader& item : document.root().items()) seen += item ? 1 : 0;
  EXPECT_EQ(seen, JsonReader::Document::steps_max - 1);
  EXPECT_TRUE(document.given_up());
  EXPECT_EQ(error_of(document), "body: found too many values; expected a delivery of at most 1000 messages");
  EXPECT_NE(error_of(document), "") << "a document that is given up stays so";
}

}  // namespace
}  // namespace switchroom::connectors
