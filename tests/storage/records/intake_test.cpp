#include "storage/records/intake.hpp"

#include <gtest/gtest.h>

#include <map>

#include "storage/records/scripts.hpp"
#include "tests/storage/redis/client.hpp"
#include "tests/storage/redis/redis_server.hpp"

namespace switchroom::storage {
namespace {

/// An intake on a real Redis, and the frames that it made.
struct Intakes : testing::Test {
  Intakes() { client.run_until_ready(); }

  void append(std::string text, bool alone = false) {
    boost::asio::co_spawn(client.io, one(std::move(text), alone), [](std::exception_ptr failure) {
      if (failure) std::rethrow_exception(failure);
    });
  }
  boost::asio::awaitable<void> one(std::string text, bool alone) {
    FrameWriter frame;
    frame.add(FrameInput{ActionInput{text}});
    auto storing = alone ? intake.append_alone(frame) : intake.append(frame);
    const Result<std::uint64_t> stored = co_await std::move(storing);
    frame_of[text] = stored.value();
  }
  void run_until_stored(std::size_t count) {
    client.run_until([&] { return frame_of.size() == count; });
  }

  redis::test::RedisServer server;
  redis::test::Client client{redis::test::settings_for(server.url()), scripts().all()};
  Keys keys{7};
  std::map<std::uint64_t, std::vector<std::string>> frames;
  std::map<std::string, std::uint64_t> frame_of;
  Intake intake{client.io.get_executor(),
                client.connection,
                keys,
                {},
                [this](Appended appended) {
                  for (const std::string_view action : actions_in(appended.frame))
                    frames[appended.n].emplace_back(action);
                },
                [] {},
                [](std::chrono::steady_clock::duration) {}};
};

TEST_F(Intakes, WhoWaitsTogetherSharesAFrame) {
  for (const char* text : {"a", "b", "c"}) append(text);
  run_until_stored(3);
  EXPECT_EQ(frames, (std::map<std::uint64_t, std::vector<std::string>>{{1, {"a", "b", "c"}}}));
}

TEST_F(Intakes, WhoWantsToBeAloneIsAndAllKeepTheirOrder) {
  append("a");
  append("b");
  append("document", true);
  append("c");
  append("second document", true);
  append("third document", true);
  append("d");
  append("e");
  run_until_stored(8);
  EXPECT_EQ(frames, (std::map<std::uint64_t, std::vector<std::string>>{{1, {"a", "b"}},
                                                                       {2, {"document"}},
                                                                       {3, {"c"}},
                                                                       {4, {"second document"}},
                                                                       {5, {"third document"}},
                                                                       {6, {"d", "e"}}}));
}

}  // namespace
}  // namespace switchroom::storage
