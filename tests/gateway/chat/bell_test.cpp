#include "gateway/chat/bell.hpp"

#include <gtest/gtest.h>

namespace switchroom::chat {
namespace {

class BellTest : public testing::Test {
 protected:
  BellTest() {
    for (std::vector<std::uint64_t>* heard : {&first_, &second_})
      bell_.add([this, heard](CustomerId customer, Bell::News news) {
        heard->push_back(customer.number);
        news_ = news;
      });
  }
  Bell bell_;
  Bell::News news_ = Bell::News::lines;
  std::vector<std::uint64_t> first_, second_;
};

TEST_F(BellTest, rings_on_the_threads_that_listen) {
  bell_.listen(0, CustomerId{7});
  bell_.listen(1, CustomerId{8});
  bell_.recorded(CustomerId{7});
  bell_.recorded(CustomerId{9});
  bell_.recorded(CustomerId{});
  EXPECT_EQ(first_, std::vector<std::uint64_t>{7});
  EXPECT_TRUE(second_.empty());
}

TEST_F(BellTest, rings_until_the_last_one_has_left) {
  bell_.listen(0, CustomerId{7});
  bell_.listen(0, CustomerId{7});
  bell_.leave(0, CustomerId{7});
  bell_.recorded(CustomerId{7});
  EXPECT_EQ(first_.size(), 1U);
  bell_.leave(0, CustomerId{7});
  bell_.leave(0, CustomerId{7});
  bell_.recorded(CustomerId{7});
  EXPECT_EQ(first_.size(), 1U);
}

TEST_F(BellTest, tells_that_an_agent_writes) {
  bell_.listen(0, CustomerId{7});
  bell_.typing(CustomerId{7});
  EXPECT_EQ(first_, std::vector<std::uint64_t>{7});
  EXPECT_EQ(news_, Bell::News::typing);
}

TEST_F(BellTest, rings_for_all_where_anybody_listens) {
  bell_.listen(1, CustomerId{8});
  bell_.ring_all();
  EXPECT_TRUE(first_.empty());
  EXPECT_EQ(second_, std::vector<std::uint64_t>{0});
}

}  // namespace
}  // namespace switchroom::chat
