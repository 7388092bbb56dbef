// Every key of a workspace, read.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/documents/workspace_document.hpp"
#include "words_of.hpp"

namespace switchroom::documents {
namespace {

using testing::ElementsAre;
using testing::Pair;
using namespace workspace;

/// The workspace of `text` behind what every document needs.
Workspace read(const std::string& text) {
  auto decoded = decode_workspace("workspace: w\ndefault_group: g\n" + text, "w.yaml");
  if (decoded) return std::move(*decoded);
  ADD_FAILURE() << testing::PrintToString(tests::words_of(decoded.error()));
  return {};
}

std::vector<std::string> errors(const std::string& text) {
  auto decoded = decode_workspace("workspace: w\ndefault_group: g\n" + text, "w.yaml");
  return decoded ? std::vector<std::string>{} : tests::words_of(decoded.error());
}

TEST(WholeDocument, what_is_not_said_is_the_default_of_the_structs) {
  Workspace initial;
  initial.id = "w";
  initial.default_group = "g";
  EXPECT_EQ(read(""), initial);
  Group group;
  group.id = "g";
  EXPECT_EQ(read("groups: [{id: g}]").groups.at(0), group);
  Agent agent;
  agent.id = "a";
  EXPECT_EQ(read("agents: [{id: a}]").agents.at(0), agent);
}

TEST(WholeDocument, reads_what_holds_for_the_whole) {
  const Workspace w = read(R"(
language_skills: true
ticket_types: [question, complaint]
customer_levels: [standard, vip]
default_sla: gold
presence_grace: 45s
collaboration: {respond: 2h, notify: 5m, escalate: 20m}
templates:
  - {id: busy, text: Please wait., texts: {sms: Wait., de: Bitte warten.}}
)");
  EXPECT_TRUE(w.language_skills);
  EXPECT_THAT(w.ticket_types, ElementsAre("question", "complaint"));
  EXPECT_THAT(w.customer_levels, ElementsAre("standard", "vip"));
  EXPECT_EQ(w.default_sla, "gold");
  EXPECT_EQ(w.presence_grace_ms, 45'000);
  EXPECT_EQ(w.collaboration, (Collaboration{7'200'000, 300'000, 1'200'000}));
  EXPECT_THAT(w.templates.at(0).texts,
              ElementsAre(Pair("", "Please wait."), Pair("de", "Bitte warten."), Pair("sms", "Wait.")));
}

TEST(WholeDocument, reads_channel_kinds) {
  const Workspace w = read(R"(
units: {telegram: 0.25, webchat: 7}
kinds:
  webchat: {units: 2, delivery: offer, accept_within: 15s, on_loss: park, idle_units: 0.5, idle_release: 10m}
  fax: {family: email, work_class: primary}
  mail: {subject_window: 2d}
channels: [{id: c, kind: webchat, language: zh-hant}]
)");
  const KindRules chat = w.kind_rules("webchat");
  EXPECT_EQ(chat, (KindRules{Family::chat, Units{2000}, WorkClass::primary, Delivery::offer, 15'000, OnLoss::park,
                             Units{500}, 600'000}));
  EXPECT_EQ(w.kind_rules("fax").units, Units{500});
  EXPECT_EQ(w.kind_rules("mail").subject_window_ms, 2 * 86'400'000);
  EXPECT_EQ(w.kind_rules("fax").subject_window_ms, 14 * 86'400'000);
  EXPECT_EQ(w.kind_rules("fax").work_class, WorkClass::primary);
  EXPECT_EQ(w.kind_rules("telegram").units, Units{250});
  EXPECT_EQ(w.channels.at(0).language, "zh-hant");
}

TEST(WholeDocument, kinds_that_are_not_described_take_their_familys_defaults) {
  const Workspace w;
  EXPECT_EQ(w.kind_rules("webchat").accept_within_ms, 20'000);
  EXPECT_EQ(w.kind_rules("twilio"), defaults_of(Family::sms));
  EXPECT_EQ(w.kind_rules("line"), defaults_of(Family::social));
  EXPECT_EQ(w.kind_rules("mailgun").work_class, WorkClass::interruptible);
  EXPECT_EQ(w.kind_rules("task").units, Units{500});
}

TEST(WholeDocument, reads_groups) {
  const Group g = read(R"(
groups:
  - id: g
    limit: 20
    offers_limit: 4
    waiting_limit: 30
    arrivals_per_minute: 60
    when_full: overflow
    overflow: [h, i]
    full_reply: busy
    guaranteed: 2
    delivery: offer
    accept_within: {telegram: 40s}
    lapses_until_away: 2
    strategy: longest_idle
    first_reply: 2m
    next_reply: 5m
    reminder: 30s
    on_no_reply: escalate
    wrap_up: 20s
    previous_agent_within: 24h
    wait_for_previous: 1m
    reopen_within: 48h
    reopen_wait: 3m
    fatigue: {after: 3, priority: high, pause: 10m, until_closed: 2}
    supervisors: [ann]
    fallback: h
    max_wait: 300s
    calendar: office
)")
                      .groups.at(0);
  EXPECT_EQ(*g.limit, Units{20'000});
  EXPECT_THAT((std::vector{*g.offers_limit, *g.waiting_limit, *g.arrivals_per_minute, g.lapses_until_away}),
              ElementsAre(4, 30, 60, 2));
  EXPECT_EQ(g.when_full, WhenFull::overflow);
  EXPECT_THAT(g.overflow, ElementsAre("h", "i"));
  EXPECT_EQ(g.full_reply, "busy");
  EXPECT_EQ(g.guaranteed, Units{2000});
  EXPECT_EQ(g.delivery, Delivery::offer);
  EXPECT_THAT(g.accept_within_ms, ElementsAre(Pair("telegram", 40'000)));
  EXPECT_EQ(g.strategy, Strategy::longest_idle);
  EXPECT_THAT((std::vector{*g.first_reply_ms, *g.next_reply_ms, *g.reminder_ms, g.wrap_up_ms}),
              ElementsAre(120'000, 300'000, 30'000, 20'000));
  EXPECT_FALSE(g.reassign_on_no_reply);
  EXPECT_THAT((std::vector{g.previous_agent_within_ms, g.wait_for_previous_ms, g.reopen_within_ms,
                           g.reopen_wait_for_agent_ms, *g.max_wait_ms}),
              ElementsAre(86'400'000, 60'000, 172'800'000, 180'000, 300'000));
  EXPECT_EQ(*g.fatigue, (Fatigue{3, Priority::high, 600'000, 2, {}}));
  EXPECT_THAT(g.supervisors, ElementsAre("ann"));
  EXPECT_EQ(g.fallback + ' ' + g.calendar, "h office");
}

TEST(WholeDocument, reads_steps) {
  const std::vector<StepRule> steps = read(R"(
groups:
  - id: g
    steps:
      - {at: 0s, require: {refund: {minimum: 5, droppable: 1}, english: 3}, prefer: [ann], strategy: round_robin}
      - {at: 5m, groups: [g, h], drop_ranks: 2}
      - {at: 10m, last: escalate}
)")
                                          .groups.at(0)
                                          .steps;
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_THAT(steps[0].require,
              ElementsAre(SkillRequirement{"refund", 5, {}, 1}, SkillRequirement{"english", 3, {}, 0}));
  EXPECT_THAT(steps[0].prefer, ElementsAre("ann"));
  EXPECT_EQ(steps[0].strategy, Strategy::round_robin);
  EXPECT_EQ(steps[1].at_ms, 300'000);
  EXPECT_THAT(steps[1].groups, ElementsAre("g", "h"));
  EXPECT_EQ(steps[1].drop_ranks, 2);
  EXPECT_EQ(steps[2].last, LastStep::escalate);
  EXPECT_EQ(steps[1].last, std::nullopt);
}

TEST(WholeDocument, reads_agents) {
  const Agent a = read(R"(
agents:
  - id: ann
    kind_limits: {webchat: 3}
    interruptible_limit: 1.5
    role: supervisor
    scope: all
    content: tickets_only
    calendar: early
    ramp: 10s
    handling_time: 6m
    may_force: true
    bot: true
)")
                      .agents.at(0);
  EXPECT_THAT(a.kind_limits, ElementsAre(Pair("webchat", 3)));
  EXPECT_EQ(a.interruptible_limit, Units{1500});
  EXPECT_EQ(a.role, Role::supervisor);
  EXPECT_EQ(a.scope, AssignmentScope::all);
  EXPECT_EQ(a.content, WorkContent::tickets_only);
  EXPECT_EQ(a.calendar, "early");
  EXPECT_THAT((std::vector{a.ramp_ms, a.handling_ms}), ElementsAre(10'000, 360'000));
  EXPECT_TRUE(a.may_force && a.bot);
}

TEST(WholeDocument, reads_what_a_rule_does) {
  const Rule r = read(R"(
rules:
  - id: r
    on: every_message
    then: {require: {refund: {droppable: 2}}, agents: [ann], sla: gold, type: complaint, tags: [late], auto_reply: busy, bot: helper}
)")
                     .rules.at(0);
  EXPECT_TRUE(r.on_every_message);
  EXPECT_THAT(r.require, ElementsAre(SkillRequirement{"refund", 1, {}, 2}));
  EXPECT_THAT(r.agents, ElementsAre("ann"));
  EXPECT_THAT(r.tags, ElementsAre("late"));
  EXPECT_EQ(r.sla + ' ' + r.type + ' ' + r.auto_reply + ' ' + r.bot, "gold complaint busy helper");
}

Condition leaf(ConditionKind kind, std::vector<std::string> words = {}, std::string name = {}) {
  Condition condition;
  condition.kind = kind;
  condition.words = std::move(words);
  condition.name = std::move(name);
  return condition;
}

Condition node(ConditionKind kind, std::vector<Condition> parts) {
  Condition condition;
  condition.kind = kind;
  condition.parts = std::move(parts);
  return condition;
}

TEST(WholeDocument, keys_beside_each_other_must_all_hold_and_the_simple_ones_stay_simple) {
  const Rule r = read(R"(
rules:
  - id: r
    when: {keywords: refund, channel: sms, language: [en, de], customer_tag: vip, business_hours: office, first_contact: false}
)")
                     .rules.at(0);
  EXPECT_THAT(r.keywords->any_of, ElementsAre("refund"));
  EXPECT_THAT(r.channels, ElementsAre("sms"));
  Condition first = leaf(ConditionKind::first_contact);
  first.yes = false;
  EXPECT_EQ(*r.when, node(ConditionKind::all,
                          {leaf(ConditionKind::language, {"en", "de"}), leaf(ConditionKind::customer_tag, {"vip"}),
                           leaf(ConditionKind::business_hours, {}, "office"), first}));
}

TEST(WholeDocument, reads_trees_of_conditions) {
  const Rule r = read(R"(
rules:
  - id: r
    when:
      any:
        - {keywords: [refund], whole_word: true}
        - regex: ['order #\d+', invoice]
        - all: [{channel_kind: email}, {attachment: [image, file]}]
      not: {customer_level: vip, text_length: {least: 5, most: 200}}
)")
                     .rules.at(0);
  Condition refund = leaf(ConditionKind::keywords, {"refund"});
  refund.whole_word = true;
  Condition length = leaf(ConditionKind::text_length);
  length.least = 5, length.most = 200;
  EXPECT_EQ(
      *r.when,
      node(ConditionKind::all,
           {node(ConditionKind::any, {refund,
                                      node(ConditionKind::any, {leaf(ConditionKind::regex, {"order #\\d+"}),
                                                                leaf(ConditionKind::regex, {"invoice"})}),
                                      node(ConditionKind::all, {leaf(ConditionKind::channel_kind, {"email"}),
                                                                leaf(ConditionKind::attachment, {"image", "file"})})}),
            node(ConditionKind::none,
                 {node(ConditionKind::all, {leaf(ConditionKind::customer_level, {"vip"}), length})})}));
  EXPECT_EQ(r.when->parts[0].parts[1].parts[1].path, "when.any[1].regex[1]");
  EXPECT_EQ(r.when->parts[1].parts[0].path, "when.not");
}

TEST(WholeDocument, reads_attributes_and_attachments_with_and_without_values) {
  const Rule r = read(R"(
rules:
  - id: r
    when: {customer_attribute: {country: [hk, mo], order: }, attachment: false}
)")
                     .rules.at(0);
  Condition none = leaf(ConditionKind::attachment);
  none.yes = false;
  EXPECT_EQ(*r.when, node(ConditionKind::all, {leaf(ConditionKind::customer_attribute, {"hk", "mo"}, "country"),
                                               leaf(ConditionKind::customer_attribute, {}, "order"), none}));
}

TEST(WholeDocument, reads_calendars_with_ranges_of_days_and_nights) {
  const Calendar c = read(R"(
calendars:
  - id: office
    zone: Asia/Hong_Kong
    hours: {mon-tue: [09:00-12:30, 13:30-24:00], sunday: 22:00-06:00, sat-sun: 00:00-01:00}
    holidays: {2026-12-25: closed, 2026-12-24: [09:00-12:00]}
)")
                         .calendars.at(0);
  EXPECT_EQ(c.zone, "Asia/Hong_Kong");
  EXPECT_THAT(c.weekly, ElementsAre(WeeklyInterval{540, 750}, WeeklyInterval{810, 1440}, WeeklyInterval{1980, 2190},
                                    WeeklyInterval{2250, 2880}, WeeklyInterval{9960, 360}, WeeklyInterval{7200, 7260},
                                    WeeklyInterval{8640, 8700}));
  EXPECT_THAT(c.holidays, ElementsAre(Holiday{"2026-12-25", {}, {}}, Holiday{"2026-12-24", {{540, 720}}, {}}));
}

TEST(WholeDocument, reads_clocks_and_flows) {
  const Workspace w = read(R"(
sla: [{id: gold, first_reply: 2h, next_reply: 4h, resolve: 24h, calendar: office, warn_percent: 75, slope: 1.5, escalate: false}]
flows: [{id: repair, nodes: [{id: check, group: tech, respond: 2h, calendar: office, next: report}, {id: report, group: g}]}]
)");
  SlaClass gold{"gold", 7'200'000, 14'400'000, 86'400'000, "office", 75, 1500, false, {}};
  EXPECT_THAT(w.sla, ElementsAre(gold));
  EXPECT_THAT(w.flows.at(0).nodes, ElementsAre(FlowNode{"check", "tech", 7'200'000, "office", "report", {}},
                                               FlowNode{"report", "g", std::nullopt, "", "", {}}));
}

TEST(WholeDocument, points_at_wrong_times_days_and_words) {
  EXPECT_THAT(
      errors("calendars:\n  - {id: c, zone: Z, hours: {mondey: 9-17, tue: [09:00-18:00, 25:00-26:00]}}\n"),
      ElementsAre("w.yaml:4:30: found \"mondey\"; expected days such as monday, mon-fri or daily; the nearest is "
                  "\"monday\"",
                  "w.yaml:4:38: found \"9-17\"; expected times such as 09:00-18:00, or closed",
                  "w.yaml:4:63: found \"25:00-26:00\"; expected times such as 09:00-18:00, or closed"));
  EXPECT_THAT(errors("groups: [{id: g, when_full: wait, max_wiat: 3s}]\n"),
              ElementsAre("w.yaml:3:29: found \"wait\"; expected park, overflow or refuse",
                          "w.yaml:3:35: found the unknown key \"max_wiat\"; expected \"max_wait\""));
  EXPECT_THAT(errors("rules: [{id: r, when: {any: [{keyword: x}]}}]\n"),
              ElementsAre("w.yaml:3:31: found the unknown key \"keyword\"; expected \"keywords\""));
  EXPECT_THAT(
      errors("rules: [{id: r, then: {require: {refund: {droppable: 0}}}}]\n"),
      ElementsAre("w.yaml:3:54: found \"0\"; expected a rank of at least 1, or no `droppable` for a skill that stays"));
}

}  // namespace
}  // namespace switchroom::documents
