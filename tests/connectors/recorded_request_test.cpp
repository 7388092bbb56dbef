#include "connectors/recorded_request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/registry.hpp"

namespace switchroom::connectors {
namespace {

std::string error_of(std::string_view json) {
  const Result<Recorded> recorded = parse_recorded(json);
  return recorded ? "" : describe(recorded.error());
}

TEST(RecordedRequest, is_read_with_secrets_time_and_repeated_headers) {
  const Result<Recorded> recorded = parse_recorded(
      R"({"secrets":{"a":"1","b":["2","3"]},"now":1760000000,"request":{"method":"POST","path":"/p","query":"q=1",)"
      R"("headers":{"X":"1","Y":["2","3"]},"body_base64":"/wA="}})");
  ASSERT_TRUE(recorded) << describe(recorded.error());
  EXPECT_EQ(recorded->credentials.value("a"), "1");
  EXPECT_EQ(recorded->credentials.values("b").size(), 2U);
  EXPECT_EQ(recorded->credentials.value("missing"), "");
  EXPECT_EQ(ms_of(recorded->now), 1'760'000'000'000);
  EXPECT_EQ(recorded->request.headers.size(), 3U);
  EXPECT_EQ(recorded->request.body, std::string("\xff\0", 2));
}

TEST(RecordedRequest, says_what_is_wrong_and_where) {
  EXPECT_EQ(error_of("{"), "record: found something else; expected one JSON object");
  EXPECT_EQ(error_of("[]"), "request: found something else; expected an object");
  EXPECT_EQ(error_of(R"({"request":{},"now":"x"})"), "now: found something else; expected whole seconds since 1970");
  EXPECT_EQ(error_of(R"({"request":{},"secrets":{"a":1}})"),
            "secrets.a: found something else; expected text or a list of texts");
  EXPECT_EQ(error_of(R"({"request":{"headers":{"A":[1]}}})"),
            "request.headers.A: found something else; expected text or a list of texts");
  EXPECT_EQ(error_of(R"({"request":{"body_base64":"!"}})"),
            "request.body_base64: found something else; expected base64");
  EXPECT_EQ(error_of(R"({"request":{"path":7}})"), "request.path: found something else; expected text");
}

TEST(RecordedRequest, is_written_so_that_it_reads_back_the_same) {
  OwnedRequest request{"POST",
                       "/hooks/a/b",
                       "x=1&y",
                       {{"X-One", "1"}, {"X-Two", "a"}, {"x-three", "\"quoted\""}, {"X-Two", "b"}},
                       std::string("\0\xff\n", 3)};
  const std::string line = record(view_of(request, headers_of(request)));
  EXPECT_THAT(line, testing::Not(testing::HasSubstr("\n")));
  const Result<Recorded> again = parse_recorded(R"({"request":)" + line + "}");
  ASSERT_TRUE(again) << line;
  EXPECT_EQ(again->request.body, request.body);
  EXPECT_EQ(again->request.query, request.query);
  EXPECT_EQ(again->request.headers.size(), 4U);
}

TEST(RecordedRequest, hides_headers_that_carry_a_secret) {
  const OwnedRequest request{"POST",
                             "/",
                             "",
                             {{"X-Telegram-Bot-Api-Secret-Token", "planted-1"},
                              {"authorization", "Basic planted-2"},
                              {"Cookie", "planted-3"},
                              {"X-Hub-Signature-256", "kept"}},
                             ""};
  const std::vector<Header> headers = headers_of(request);
  EXPECT_THAT(record(view_of(request, headers)),
              testing::AllOf(testing::Not(testing::HasSubstr("planted")), testing::HasSubstr("kept")));
  EXPECT_THAT(record(view_of(request, headers), SecretHeaders::shown), testing::HasSubstr("planted-1"));
}

TEST(Inspect, never_tells_a_secret) {
  for (const Connector* connector : all_connectors()) {
    Recorded recorded;
    for (const SettingRule& rule : connector->settings)
      recorded.credentials.settings.push_back({std::string{rule.name}, {"planted-secret"}});
    recorded.request = {
        connector->methods.contains("POST") ? "POST" : std::string{connector->methods.substr(0, 4)},
        "/hooks/a/b",
        "hub.verify_token=x",
        {{"X-Telegram-Bot-Api-Secret-Token", "x"}, {"X-Hub-Signature-256", "sha256=x"}, {"X-Twilio-Signature", "x"}},
        "{}"};
    const std::string outcome = inspect(*connector, recorded);
    EXPECT_THAT(outcome, testing::HasSubstr(R"("accept":false,"status":401)")) << connector->kind;
    EXPECT_THAT(outcome, testing::Not(testing::HasSubstr("planted-secret"))) << connector->kind;
  }
}

}  // namespace
}  // namespace switchroom::connectors
