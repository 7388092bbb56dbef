#include "loadtest/traffic/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace switchroom::traffic {
namespace {

using testing::HasSubstr;

Report some_report() {
  Report report{.seconds = 2, .rate_asked = 100, .messages = 12, .accepted = 11, .repeated = 1};
  for (int i = 1; i <= 10; ++i) report.latency.add(i * 1'000'000);
  report.answers = {{0, 1}, {200, 11}, {503, 2}};
  report.processes = {{"se\"rver", 0.5, 12.5}};
  report.consumed = ConsumedFigures{.events = 20, .messages = 10, .missing = 1};
  return report;
}

TEST(Report, is_json_that_a_program_can_read) {
  const boost::json::value json = boost::json::parse(as_json(some_report()));
  EXPECT_EQ(json.at("rate").as_double(), 5.0);
  EXPECT_NEAR(json.at("latency_ms").at("p50").as_double(), 5.0, 0.01);
  EXPECT_NEAR(json.at("latency_ms").at("max").as_double(), 10.0, 0.01);
  EXPECT_EQ(json.at("answers").at("none").as_int64(), 1);
  EXPECT_EQ(json.at("answers").at("503").as_int64(), 2);
  EXPECT_EQ(json.at("consumed").at("missing").as_int64(), 1);
  EXPECT_EQ(json.at("processes").at("se\"rver").at("us_per_message").as_double(), 50'000);
}

TEST(Report, says_null_where_nobody_consumed) {
  Report report = some_report();
  report.consumed.reset();
  EXPECT_TRUE(boost::json::parse(as_json(report)).at("consumed").is_null());
}

TEST(Report, can_be_read_by_people) {
  const std::string text = as_text(some_report());
  EXPECT_THAT(text, HasSubstr("5/s accepted in 2.0 s (asked 100/s)"));
  EXPECT_THAT(text, HasSubstr("11 of 12 accepted"));
  EXPECT_THAT(text, HasSubstr("1 × none 11 × 200 2 × 503"));
  EXPECT_THAT(text, HasSubstr("1 missing"));
}

TEST(Report, of_a_server_that_accepted_nothing_divides_by_nothing) {
  Report report{.seconds = 1};
  report.processes = {{"server", 0.5, 1}};
  EXPECT_TRUE(boost::json::parse(as_json(report)).is_object());
  EXPECT_EQ(report.rate(), 0);
}

}  // namespace
}  // namespace switchroom::traffic
