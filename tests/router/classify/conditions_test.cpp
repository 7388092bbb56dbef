// Every test that a rule may make, alone and in trees.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "router/classify/classifier.hpp"

namespace switchroom::classify {
namespace {

using workspace::Condition;
using workspace::ConditionKind;

Condition leaf(ConditionKind kind, std::vector<std::string> words = {}) {
  Condition condition;
  condition.kind = kind;
  condition.words = std::move(words);
  return condition;
}

Condition node(ConditionKind kind, std::vector<Condition> parts) {
  Condition condition;
  condition.kind = kind;
  condition.parts = std::move(parts);
  return condition;
}

class ConditionsTest : public testing::Test {
 protected:
  /// Adds a rule that asks for `when`.
  workspace::Rule& rule(Condition when) {
    workspace::Rule& made = workspace.rules.emplace_back();
    made.id = "r" + std::to_string(workspace.rules.size());
    made.when = std::move(when);
    return made;
  }

  workspace::Classification classify(const Facts& facts) {
    numbering.take(workspace);
    return Classifier{workspace, numbering}.classify(facts);
  }

  std::vector<std::uint32_t> matched(const Facts& facts) {
    std::vector<std::uint32_t> rules;
    for (const workspace::RuleMatch& match : classify(facts).matches) rules.push_back(match.rule.number);
    return rules;
  }
  bool holds(const Facts& facts) { return !matched(facts).empty(); }

  static Facts text(std::string_view words) { return {.text = words, .channel = "site", .channel_kind = "webchat"}; }

  workspace::Workspace workspace;
  workspace::Numbering numbering;
};

TEST_F(ConditionsTest, a_pattern_is_found_in_the_text_as_it_was_written) {
  rule(leaf(ConditionKind::regex, {R"(order #(\d+))"}));
  const auto found = classify(text("註：my order #123, please"));
  ASSERT_EQ(found.matches.size(), 1U);
  EXPECT_EQ(found.matches[0], (workspace::RuleMatch{RuleId{1}, R"(order #(\d+))", 9, 19}));
  EXPECT_FALSE(holds(text("my ORDER #123")));
  EXPECT_FALSE(holds(text("")));
}

TEST_F(ConditionsTest, a_pattern_that_matches_nothing_at_all_matches_the_empty_text) {
  rule(leaf(ConditionKind::regex, {"^$"}));
  EXPECT_TRUE(holds(Facts{}));
  EXPECT_FALSE(holds(text("x")));
}

TEST_F(ConditionsTest, many_patterns_are_told_apart) {
  for (int i = 0; i < 300; ++i) rule(leaf(ConditionKind::regex, {"\\bn" + std::to_string(i) + "\\b"}));
  EXPECT_EQ(matched(text("n7 and n299, not n300")), (std::vector<std::uint32_t>{8, 300}));
}

TEST_F(ConditionsTest, channel_kind_and_channel_are_compared_whole) {
  rule(leaf(ConditionKind::channel, {"site", "app"}));
  rule(leaf(ConditionKind::channel_kind, {"telegram"}));
  EXPECT_EQ(matched(text("x")), (std::vector<std::uint32_t>{1}));
  EXPECT_EQ(matched({.text = "x", .channel = "sit", .channel_kind = "telegram"}), (std::vector<std::uint32_t>{2}));
}

TEST_F(ConditionsTest, the_language_is_the_customers_then_the_channels_then_the_detected_one) {
  rule(leaf(ConditionKind::language, {"ja"}));
  workspace::Channel& channel = workspace.channels.emplace_back();
  channel.id = "tokyo", channel.language = "ja";
  Facts facts{.text = "Where is my refund, please?", .channel = "tokyo", .channel_kind = "line"};
  EXPECT_EQ(classify(facts).language, "ja");
  EXPECT_TRUE(holds(facts));
  facts.customer_language = "en";
  EXPECT_FALSE(holds(facts));
  EXPECT_EQ(classify(text("返金はどこで確認できますか")).language, "ja");
}

TEST_F(ConditionsTest, a_language_means_its_scripts_too) {
  rule(leaf(ConditionKind::language, {"zh"}));
  EXPECT_TRUE(holds(text("請問我的訂單什麼時候會到")));
  EXPECT_TRUE(holds(text("请问我的订单什么时候会到")));
  EXPECT_FALSE(holds(text("Where is my refund?")));
}

TEST_F(ConditionsTest, the_language_becomes_a_skill_if_the_workspace_says_so_and_lists_it) {
  workspace.skills = {"language:zh", "language:zh-hant", "language:en"};
  workspace.language_skills = true;
  EXPECT_EQ(classify(text("請問我的訂單什麼時候會到")).skills, (std::vector<workspace::SkillNeed>{{SkillId{2}, 1}}));
  EXPECT_EQ(classify(text("请问我的订单什么时候会到")).skills, (std::vector<workspace::SkillNeed>{{SkillId{1}, 1}}));
  EXPECT_TRUE(classify(text("Hola, mi pedido todavía no ha llegado")).skills.empty());
  workspace.language_skills = false;
  EXPECT_TRUE(classify(text("請問我的訂單什麼時候會到")).skills.empty());
}

TEST_F(ConditionsTest, what_is_known_of_the_customer_counts) {
  rule(leaf(ConditionKind::customer_level, {"vip", "gold"}));
  rule(leaf(ConditionKind::customer_tag, {"late", "angry"}));
  Condition country = leaf(ConditionKind::customer_attribute, {"hk", "mo"});
  country.name = "country";
  rule(country);
  Condition order = leaf(ConditionKind::customer_attribute);
  order.name = "order";
  rule(order);
  const std::array<std::string_view, 2> tags{"new", "angry"};
  const std::array<Attribute, 2> attributes{{{"country", "mo"}, {"city", "hk"}}};
  const std::array<Attribute, 2> others{{{"city", "mo"}, {"order", "17"}}};
  EXPECT_EQ(matched({.text = "x", .channel = "c", .channel_kind = "k", .customer_level = "gold"}),
            (std::vector<std::uint32_t>{1}));
  EXPECT_EQ(matched({.text = "x", .channel = "c", .channel_kind = "k", .customer_tags = tags}),
            (std::vector<std::uint32_t>{2}));
  EXPECT_EQ(matched({.text = "x", .channel = "c", .channel_kind = "k", .customer_attributes = attributes}),
            (std::vector<std::uint32_t>{3}));
  EXPECT_EQ(matched({.text = "x", .channel = "c", .channel_kind = "k", .customer_attributes = others}),
            (std::vector<std::uint32_t>{4}));
}

TEST_F(ConditionsTest, first_contact_and_its_opposite) {
  rule(leaf(ConditionKind::first_contact));
  Condition known = leaf(ConditionKind::first_contact);
  known.yes = false;
  rule(known);
  Facts facts = text("x");
  EXPECT_EQ(matched(facts), (std::vector<std::uint32_t>{2}));
  facts.first_contact = true;
  EXPECT_EQ(matched(facts), (std::vector<std::uint32_t>{1}));
}

TEST_F(ConditionsTest, attachments_count_by_kind_or_at_all) {
  rule(leaf(ConditionKind::attachment, {"image", "video"}));
  rule(leaf(ConditionKind::attachment));
  Condition none = leaf(ConditionKind::attachment);
  none.yes = false;
  rule(none);
  const std::array<std::string_view, 1> image{"image"}, file{"file"};
  Facts facts = text("x");
  EXPECT_EQ(matched(facts), (std::vector<std::uint32_t>{3}));
  facts.attachments = image;
  EXPECT_EQ(matched(facts), (std::vector<std::uint32_t>{1, 2}));
  facts.attachments = file;
  EXPECT_EQ(matched(facts), (std::vector<std::uint32_t>{2}));
}

TEST_F(ConditionsTest, the_length_of_a_text_is_counted_in_characters) {
  Condition length = leaf(ConditionKind::text_length);
  length.least = 2, length.most = 3;
  rule(length);
  EXPECT_FALSE(holds(text("退")));
  EXPECT_TRUE(holds(text("退款")));
  EXPECT_TRUE(holds(text("abc")));
  EXPECT_FALSE(holds(text("退款退款")));
}

TEST_F(ConditionsTest, opening_hours_are_those_of_the_calendar_at_the_messages_time) {
  workspace::Calendar& office = workspace.calendars.emplace_back();
  office.id = "office", office.zone = "Asia/Hong_Kong", office.weekly = {{540, 1080}};  // Monday 09:00 to 18:00
  Condition open = leaf(ConditionKind::business_hours);
  open.name = "office";
  rule(open);
  rule(node(ConditionKind::none, {open}));
  Facts facts = text("x");
  facts.at = instant_of_ms(1'795'399'200'000);  // 2026-11-23 02:00 UTC, Monday 10:00 there
  EXPECT_EQ(matched(facts), (std::vector<std::uint32_t>{1}));
  facts.at += std::chrono::hours{9};
  EXPECT_EQ(matched(facts), (std::vector<std::uint32_t>{2}));
}

TEST_F(ConditionsTest, a_ticket_type_counts_as_soon_as_a_rule_before_set_it) {
  workspace.ticket_types = {"refund", "question"};
  rule(leaf(ConditionKind::ticket_type, {"refund"}));
  rule(leaf(ConditionKind::keywords, {"money"})).type = "refund";
  rule(leaf(ConditionKind::ticket_type, {"refund"}));
  EXPECT_EQ(matched(text("my money")), (std::vector<std::uint32_t>{2, 3}));
  EXPECT_EQ(classify(text("my money")).type, TicketTypeId{1});
  Facts facts = text("my money");
  facts.ticket_type = "question";
  EXPECT_EQ(matched(facts), (std::vector<std::uint32_t>{2}));
  facts.ticket_type = "refund";
  EXPECT_EQ(matched(facts), (std::vector<std::uint32_t>{1, 2, 3}));
}

TEST_F(ConditionsTest, trees_of_all_any_and_not_hold_as_logic_says) {
  const auto word = [](std::string keyword) { return leaf(ConditionKind::keywords, {std::move(keyword)}); };
  rule(node(ConditionKind::all, {word("a"), node(ConditionKind::any, {word("b"), word("c")})}));
  rule(node(ConditionKind::none, {word("a"), word("b")}));
  rule(node(ConditionKind::any, {}));
  rule(node(ConditionKind::all, {}));
  EXPECT_EQ(matched(text("a b")), (std::vector<std::uint32_t>{1, 4}));
  EXPECT_EQ(matched(text("a c")), (std::vector<std::uint32_t>{1, 4}));
  EXPECT_EQ(matched(text("a")), (std::vector<std::uint32_t>{4}));
  EXPECT_EQ(matched(text("b")), (std::vector<std::uint32_t>{4}));
  EXPECT_EQ(matched(text("c")), (std::vector<std::uint32_t>{2, 4}));
}

TEST_F(ConditionsTest, the_keyword_that_is_named_belongs_to_the_branch_that_holds) {
  const auto word = [](std::string keyword) { return leaf(ConditionKind::keywords, {std::move(keyword)}); };
  rule(node(ConditionKind::any, {node(ConditionKind::all, {word("one"), word("absent")}), word("two")}));
  const auto found = classify(text("one two"));
  ASSERT_EQ(found.matches.size(), 1U);
  EXPECT_EQ(found.matches[0], (workspace::RuleMatch{RuleId{1}, "two", 4, 7}));
}

TEST_F(ConditionsTest, on_later_messages_only_rules_for_every_message_are_asked) {
  rule(node(ConditionKind::all, {}));
  rule(node(ConditionKind::all, {})).on_every_message = true;
  Facts facts = text("x");
  EXPECT_EQ(matched(facts), (std::vector<std::uint32_t>{1, 2}));
  facts.later_message = true;
  EXPECT_EQ(matched(facts), (std::vector<std::uint32_t>{2}));
}

TEST_F(ConditionsTest, tags_add_up_and_of_everything_else_the_first_rule_decides) {
  workspace.sla.resize(2), workspace.sla[0].id = "gold", workspace.sla[1].id = "silver";
  workspace.agents.resize(2), workspace.agents[0].id = "ann", workspace.agents[1].id = "bob";
  workspace.templates.resize(1), workspace.templates[0].id = "busy";
  workspace.default_sla = "silver";
  workspace::Rule one;
  one.id = "one", one.tags = {"late", "vip"}, one.agents = {"bob", "ann"}, one.sla = "gold";
  workspace::Rule two;
  two.id = "two", two.tags = {"angry", "late"}, two.agents = {"ann"}, two.sla = "silver", two.auto_reply = "busy",
  two.bot = "bob";
  workspace.rules = {one, two};
  const auto found = classify(text("x"));
  EXPECT_THAT(found.tags, testing::ElementsAre(TagId{1}, TagId{2}, TagId{3}));
  EXPECT_THAT(found.agents, testing::ElementsAre(AgentId{2}, AgentId{1}));
  EXPECT_EQ(found.sla, SlaClassId{1});
  EXPECT_EQ(found.auto_reply, TemplateId{1});
  EXPECT_EQ(found.bot, AgentId{2});
  workspace.rules.clear();
  EXPECT_EQ(classify(text("x")).sla, SlaClassId{2});
}

TEST_F(ConditionsTest, what_one_rule_requires_another_can_not_make_droppable) {
  workspace.skills = {"a", "b"};
  workspace::Rule one, two;
  one.id = "one", one.require = {{"a", 2, {}, 1}, {"b", 5, {}, 1}};
  two.id = "two", two.require = {{"a", 1, {}, 0}, {"b", 3, {}, 3}};
  workspace.rules = {one, two};
  EXPECT_EQ(classify(text("x")).skills, (std::vector<workspace::SkillNeed>{{SkillId{1}, 2, 0}, {SkillId{2}, 5, 3}}));
}

}  // namespace
}  // namespace switchroom::classify
