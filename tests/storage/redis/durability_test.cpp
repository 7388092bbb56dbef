#include "storage/redis/durability.hpp"

#include <gtest/gtest.h>

namespace switchroom::redis {
namespace {

const ServerWords safe{{"role", "master"},        {"maxmemory_policy", "noeviction"},  {"appendonly", "yes"},
                       {"appendfsync", "always"}, {"no-appendfsync-on-rewrite", "no"}, {"connected_slaves", "2"}};

ServerWords with(std::string name, std::string value) {
  ServerWords words = safe;
  words.insert_or_assign(std::move(name), std::move(value));
  return words;
}

struct Case {
  std::string_view name;
  std::string_view value;
  Durability wanted;
  std::string_view expected;  ///< empty: it is good enough
};

class Weakness : public testing::TestWithParam<Case> {};

TEST_P(Weakness, is_named_with_the_setting_its_value_and_what_it_should_be) {
  const Case& c = GetParam();
  const auto weak = weakness(with(std::string{c.name}, std::string{c.value}), c.wanted, 2);
  ASSERT_EQ(weak.has_value(), !c.expected.empty());
  if (!weak) return;
  EXPECT_EQ(weak->fault, Fault::storage_not_durable);
  EXPECT_TRUE(weak->where.ends_with(c.name)) << weak->where;
  EXPECT_EQ(weak->found, c.value);
  EXPECT_EQ(weak->expected, c.expected);
}

INSTANTIATE_TEST_SUITE_P(Settings, Weakness,
                         testing::Values(Case{"role", "slave", Durability::memory, "master"},
                                         Case{"maxmemory_policy", "allkeys-lru", Durability::memory, "noeviction"},
                                         Case{"appendonly", "no", Durability::memory, ""},
                                         Case{"appendonly", "no", Durability::process, "yes"},
                                         Case{"appendfsync", "everysec", Durability::process, ""},
                                         Case{"appendfsync", "always", Durability::process, ""},
                                         Case{"appendfsync", "no", Durability::process, "everysec or always"},
                                         Case{"appendfsync", "everysec", Durability::disk, "always"},
                                         Case{"no-appendfsync-on-rewrite", "yes", Durability::process, ""},
                                         Case{"no-appendfsync-on-rewrite", "yes", Durability::disk, "no"},
                                         Case{"connected_slaves", "1", Durability::disk, ""},
                                         Case{"connected_slaves", "1", Durability::replicated, "2 or more"},
                                         Case{"connected_slaves", "2", Durability::replicated, ""}));

TEST(Weakness, is_assumed_where_the_server_says_nothing) { EXPECT_TRUE(weakness({}, Durability::memory, 0)); }

TEST(ServerWords, come_from_info_lines_and_configuration_pairs) {
  ServerWords words;
  add_words({.type = Reply::Type::text, .text = "# Replication\r\nrole:master\r\nempty:\r\n\r\nlast:1"}, words);
  const auto text = [](std::string value) { return Reply{.type = Reply::Type::text, .text = std::move(value)}; };
  add_words({.type = Reply::Type::array, .elements = {text("appendonly"), text("yes"), text("alone")}}, words);
  EXPECT_EQ(words, (ServerWords{{"role", "master"}, {"empty", ""}, {"last", "1"}, {"appendonly", "yes"}}));
}

}  // namespace
}  // namespace switchroom::redis
