#include "gateway/errands/reply_pace.hpp"

#include <gtest/gtest.h>

namespace switchroom::errands {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const WorkspaceId demo{1};
const ChannelId first{1};
const ChannelId second{2};
const ReplyPace::Time start{std::chrono::hours{1}};

TEST(ReplyPace, letsASecondsWorthOutAtOnceAndThenByTheClock) {
  ReplyPace pace;
  for (int i = 0; i < 4; ++i) EXPECT_EQ(pace.wait(demo, first, 4, start).count(), 0);
  EXPECT_EQ(pace.wait(demo, first, 4, start), milliseconds{250});
  EXPECT_EQ(pace.wait(demo, first, 4, start + milliseconds{100}), milliseconds{150});
  EXPECT_EQ(pace.wait(demo, first, 4, start + milliseconds{250}).count(), 0);
  EXPECT_GT(pace.wait(demo, first, 4, start + milliseconds{250}).count(), 0);
}

TEST(ReplyPace, keepsChannelsApartAndSavesNothingUp) {
  ReplyPace pace;
  EXPECT_EQ(pace.wait(demo, first, 1, start).count(), 0);
  EXPECT_EQ(pace.wait(demo, second, 1, start).count(), 0);
  EXPECT_EQ(pace.wait(demo, first, 1, start + seconds{60}).count(), 0);
  EXPECT_GT(pace.wait(demo, first, 1, start + seconds{60}).count(), 0);
}

TEST(ReplyPace, takesARateOfLessThanOneASecond) {
  ReplyPace pace;
  EXPECT_EQ(pace.wait(demo, first, 1.0 / 60, start).count(), 0);
  EXPECT_EQ(pace.wait(demo, first, 1.0 / 60, start), milliseconds{60'000});
}

TEST(ReplyPace, boundsNothingWithoutARate) {
  ReplyPace pace;
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(pace.wait(demo, first, 0, start).count(), 0);
}

}  // namespace
}  // namespace switchroom::errands
