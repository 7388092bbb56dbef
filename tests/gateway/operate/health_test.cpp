#include "gateway/operate/health.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace switchroom::operate {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Health, AProcessThatAnswersIsAlive) {
  EXPECT_EQ(livez().status, 200);
  EXPECT_EQ(livez().body, "ok\n");
}

TEST(Health, ReadyWhenEveryNeededCheckHolds) {
  const std::vector<Check> checks{{.name = "redis"}, {.name = "shard 0"}};
  EXPECT_EQ(readyz(checks, false).status, 200);
  EXPECT_EQ(readyz(checks, false).body, "ok\n");
}

TEST(Health, AFailedCheckIsNamedWithItsReason) {
  const std::vector<Check> checks{{.name = "redis", .ok = false, .reason = "appendfsync is everysec"},
                                  {.name = "kafka"}};
  EXPECT_EQ(readyz(checks, false).status, 503);
  EXPECT_EQ(readyz(checks, false).body, "[-]redis: appendfsync is everysec\nnot ready\n");
}

TEST(Health, KafkaAwayIsShownButDoesNotStopTheGateway) {
  const std::vector<Check> checks{{.name = "kafka", .ok = false, .reason = "away for 3 s", .needed = false}};
  EXPECT_EQ(readyz(checks, false).status, 200);
  EXPECT_EQ(readyz(checks, true).body, "[!]kafka: away for 3 s\nok\n");
}

TEST(Health, VerboseShowsEveryCheck) {
  const std::vector<Check> checks{{.name = "redis", .ok = true, .reason = "disk"}, {.name = "kafka"}};
  EXPECT_EQ(readyz(checks, true).body, "[+]redis ok: disk\n[+]kafka ok\nok\n");
}

TEST(Health, TheStatusPageTellsEachShardAndNoAlarmWithoutReason) {
  const std::vector<shard::ShardFigures> shards{
      {.shard = 3, .state = "owner", .takeovers = 2, .inbox = 10, .position = 9}};
  const std::string page = status_page({.version = "0.1.0", .uptime_ms = 61'000}, {}, shards).body;
  EXPECT_THAT(page, HasSubstr("switchroom 0.1.0, up 1 min 1 s"));
  EXPECT_THAT(page, HasSubstr("shard 3: owner (takeover 2)"));
  EXPECT_THAT(page, HasSubstr("10 entries, 9 folded and committed"));
  EXPECT_THAT(page, Not(HasSubstr("DRIFT")));
  EXPECT_THAT(page, Not(HasSubstr("ROLLED BACK")));
}

TEST(Health, TheStatusPageShoutsAboutDriftAndRollback) {
  const std::vector<shard::ShardFigures> shards{
      {.state = "owner", .drift_milli_units = 1000, .rolled_back_from = 5, .rolled_back_to = 9}};
  const std::string page = status_page({}, {}, shards).body;
  EXPECT_THAT(page, HasSubstr("DRIFT        1000 milli-units"));
  EXPECT_THAT(page, HasSubstr("Redis came back at entry 5, Kafka had seen 9"));
}

TEST(Health, AFlagOfAQueryIsFoundWholeOnly) {
  EXPECT_TRUE(has_flag("verbose", "verbose"));
  EXPECT_TRUE(has_flag("a=1&verbose=", "verbose"));
  EXPECT_FALSE(has_flag("verbosely", "verbose"));
  EXPECT_FALSE(has_flag("a=verbose", "verbose"));
  EXPECT_FALSE(has_flag("", "verbose"));
}

}  // namespace
}  // namespace switchroom::operate
