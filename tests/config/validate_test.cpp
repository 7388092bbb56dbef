#include "config/workspace/validate.hpp"

#include <gtest/gtest.h>

namespace switchroom::workspace {
namespace {

TEST(Validate, an_id_is_lower_case_and_at_most_63_bytes) {
  for (const char* good : {"a", "0", "a.b_c:d-e", "language:en"}) EXPECT_TRUE(is_id(good)) << good;
  for (const char* bad : {"", "-a", ".a", "A", "a b", "é", "a/b"}) EXPECT_FALSE(is_id(bad)) << bad;
  EXPECT_TRUE(is_id(std::string(63, 'a')));
  EXPECT_FALSE(is_id(std::string(64, 'a')));
}

}  // namespace
}  // namespace switchroom::workspace
