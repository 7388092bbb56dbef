// Faults that people make, one planted into each document: `check` finds it, at its line and column, and nothing else.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "channel_kinds.hpp"
#include "config/documents/workspace_document.hpp"
#include "words_of.hpp"

namespace switchroom::documents {
namespace {

struct Planted {
  const char* name;
  std::string_view text;   ///< from the third line on; without groups, agents or channels there are plain ones
  std::string_view where;  ///< line and column
  std::string_view found;  ///< a part of what is said
};

void PrintTo(const Planted& planted, std::ostream* out) { *out << planted.name; }

/// Whether a key stands at the beginning of a line.
bool has_key(std::string_view text, std::string_view key) {
  return text.starts_with(key) || text.contains('\n' + std::string{key});
}

std::string document_of(std::string_view text) {
  std::string document = "workspace: w\ndefault_group: g\n" + std::string{text};
  if (!has_key(text, "groups:")) document += "groups: [{id: g}]\n";
  if (!has_key(text, "agents:")) document += "agents: [{id: ann, groups: [g]}]\n";
  if (!has_key(text, "channels:"))
    document +=
        "channels:\n"
        "  - {id: tg, kind: telegram, settings: {secret_token: file:t}}\n"
        "  - {id: sms, kind: twilio, settings: {auth_tokens: file:a, public_base_url: http://x}}\n";
  return document;
}

class PlantedFaults : public testing::TestWithParam<Planted> {};

TEST_P(PlantedFaults, are_found_at_their_place_and_nothing_else_is) {
  const CheckedWorkspace checked = check_workspace(document_of(GetParam().text), "w.yaml", tests::channel_kinds());
  std::vector<std::string> words = tests::words_of(checked.errors);
  for (const std::string& warning : tests::words_of(checked.warnings)) words.push_back(warning);
  ASSERT_EQ(words.size(), 1U) << testing::PrintToString(words);
  EXPECT_TRUE(words[0].starts_with("w.yaml:" + std::string{GetParam().where} + ": ")) << words[0];
  EXPECT_THAT(words[0], testing::HasSubstr(std::string{GetParam().found}));
}

const Planted faults[] = {
    {"a_group_without_members", "groups: [{id: g}, {id: h}]\n", "3:19", "without members"},
    {"a_group_of_bots_alone",
     "groups: [{id: g}, {id: h}]\nagents: [{id: ann, groups: [g]}, {id: b, bot: true, groups: [h]}]\n", "3:19",
     "without members"},
    {"an_agent_in_no_group", "agents: [{id: ann, groups: [g]}, {id: bob}]\n", "3:34", "in no group"},
    {"a_skill_nobody_has", "skills: [a]\nrules: [{id: r, then: {require: {a: 1}}}]\n", "4:37", "nobody with a"},
    {"a_minimum_nobody_reaches",
     "skills: [a]\nrules: [{id: r, then: {require: {a: 8}}}]\nagents: [{id: ann, groups: [g], skills: {a: 7}}]\n",
     "4:37", "nobody with a of at least 8"},
    {"skills_nobody_has_together",
     "skills: [a, b]\nrules: [{id: r, then: {require: {a: 1, b: 1}}}]\n"
     "agents: [{id: ann, groups: [g], skills: {a: 7}}, {id: bob, groups: [g], skills: {b: 7}}]\n",
     "4:33", "all these skills"},
    {"a_skill_nobody_in_the_group_has",
     "skills: [a]\nrules: [{id: r, then: {require: {a: 1}, group: h}}]\ngroups: [{id: g}, {id: h}]\n"
     "agents: [{id: ann, groups: [g], skills: {a: 7}}, {id: bob, groups: [h]}]\n",
     "4:37", "in the group \"h\""},
    {"a_language_skill_nobody_has", "skills: [language:en]\nlanguage_skills: true\n", "3:10", "nobody with the skill"},
    {"language_skills_without_a_skill", "language_skills: true\n", "3:18", "no skill of a language"},
    {"a_rule_behind_one_that_always_stops",
     "rules:\n  - {id: a, then: {stop: true}}\n  - {id: b, when: {keywords: x}, then: {priority: high}}\n", "5:5",
     "never asked"},
    {"a_rule_behind_one_that_stops_at_the_same_channel",
     "rules:\n  - {id: a, when: {channel: sms}, then: {stop: true}}\n"
     "  - {id: b, when: {channel: sms, first_contact: true}, then: {priority: high}}\n",
     "5:5", "never asked"},
    {"a_keyword_hidden_by_a_shorter_one_that_stops",
     "rules:\n  - {id: a, when: {keywords: refund}, then: {priority: low, stop: true}}\n"
     "  - {id: b, when: {keywords: [refund now, my refund]}, then: {priority: high}}\n",
     "5:5", "never asked"},
    {"a_rule_hidden_by_the_same_conditions",
     "rules:\n  - {id: a, when: {language: en}, then: {priority: low, stop: true}}\n"
     "  - {id: b, when: {language: en, first_contact: true}, then: {priority: high}}\n",
     "5:5", "never asked"},
    {"a_group_that_an_earlier_rule_always_decides",
     "groups: [{id: g}, {id: h}]\nagents: [{id: ann, groups: [g, h]}]\n"
     "rules:\n  - {id: a, then: {group: g}}\n  - {id: b, when: {keywords: x}, then: {group: h}}\n",
     "7:48", "never used"},
    {"a_class_that_an_earlier_rule_always_decides",
     "sla: [{id: gold, resolve: 1h}, {id: tin, resolve: 2h}]\n"
     "rules:\n  - {id: a, then: {sla: gold}}\n  - {id: b, when: {keywords: x}, then: {sla: tin}}\n",
     "6:46", "never used"},
    {"a_rule_that_does_nothing", "rules: [{id: r, when: {keywords: x}}]\n", "3:9", "does nothing"},
    {"a_keyword_twice", "rules: [{id: r, when: {keywords: [Refund, money, refund]}, then: {priority: low}}]\n", "3:50",
     "a second time"},
    {"a_pattern_that_matches_everything", "rules: [{id: r, when: {regex: 'x*'}, then: {priority: low}}]\n", "3:31",
     "matches every text"},
    {"a_pattern_that_does_not_compile",
     "rules:\n  - id: r\n    when: {regex: [ok, 'a(b']}\n    then: {priority: low}\n", "5:24", "missing )"},
    {"a_pattern_with_a_back_reference", "rules: [{id: r, when: {any: [{regex: '(a)\\1'}]}, then: {priority: low}}]\n",
     "3:38", "invalid escape"},
    {"a_pattern_that_is_too_large", "rules: [{id: r, when: {regex: '((\\pL{100}){10}){10}'}, then: {priority: low}}]\n",
     "3:31", "pattern"},
    {"channels_of_another_kind", "rules: [{id: r, when: {channel: tg, channel_kind: twilio}, then: {priority: low}}]\n",
     "3:23", "no channel_kind"},
    {"two_languages_at_once",
     "rules: [{id: r, when: {language: en, all: [{language: [ja, ko]}]}, then: {priority: low}}]\n", "3:55",
     "contradicts when.language"},
    {"a_condition_and_its_denial",
     "customer_levels: [vip]\nrules: [{id: r, when: {customer_level: vip, not: {customer_level: [vip]}}, then: "
     "{priority: low}}]\n",
     "4:50", "contradicts when.customer_level"},
    {"lengths_that_never_meet",
     "rules: [{id: r, when: {text_length: {most: 5}, all: [{text_length: {least: 6}}]}, then: {priority: low}}]\n",
     "3:68", "contradicts when.text_length"},
    {"a_contradiction_inside_a_choice",
     "rules:\n  - id: r\n    when: {any: [{keywords: x}, {first_contact: true, all: [{first_contact: false}]}]}\n"
     "    then: {priority: low}\n",
     "5:77", "contradicts when.any[1].first_contact"},
    {"a_length_the_wrong_way_round",
     "rules: [{id: r, when: {text_length: {least: 9, most: 2}}, then: {priority: low}}]\n", "3:37", "9 to 2"},
    {"an_overflow_into_itself", "groups: [{id: g, waiting_limit: 5, when_full: overflow, overflow: g}]\n", "3:67",
     "into the group itself"},
    {"an_overflow_without_groups", "groups: [{id: g, waiting_limit: 5, when_full: overflow}]\n", "3:47",
     "without groups to go to"},
    {"an_overflow_that_never_happens", "groups: [{id: g, overflow: h}, {id: h}]\nagents: [{id: ann, groups: [g, h]}]\n",
     "3:28", "never asked"},
    {"a_group_that_is_never_full",
     "groups: [{id: g, when_full: overflow, overflow: h}, {id: h}]\nagents: [{id: ann, groups: [g, h]}]\n", "3:29",
     "never full"},
    {"a_refusal_without_a_word", "groups: [{id: g, waiting_limit: 5, when_full: refuse}]\n", "3:47", "without a word"},
    {"a_reply_that_is_never_sent", "groups: [{id: g, full_reply: t}]\ntemplates: [{id: t, text: x}]\n", "3:30",
     "never sent"},
    {"a_fallback_to_itself", "groups: [{id: g, max_wait: 5m, fallback: g}]\n", "3:42", "to the group itself"},
    {"a_fallback_that_is_never_asked", "groups: [{id: g, fallback: h}, {id: h}]\nagents: [{id: ann, groups: [g, h]}]\n",
     "3:28", "never asked"},
    {"a_wait_shorter_than_the_wait_for_the_previous_agent", "groups: [{id: g, max_wait: 1m, wait_for_previous: 2m}]\n",
     "3:28", "can't be kept"},
    {"a_wait_shorter_than_an_offer",
     "groups: [{id: g, max_wait: 30s, delivery: offer, accept_within: {telegram: 40s}}]\n", "3:28", "can't be kept"},
    {"a_wait_longer_than_the_promise",
     "default_sla: gold\nsla: [{id: gold, first_reply: 5m}]\ngroups: [{id: g, max_wait: 10m}]\n", "5:28",
     "still asks anew"},
    {"max_wait_beside_steps", "groups: [{id: g, max_wait: 1m, steps: [{last: hold}]}]\n", "3:28", "beside steps"},
    {"steps_in_the_wrong_order",
     "groups:\n  - id: g\n    steps:\n      - {at: 0s}\n      - {at: 5m}\n      - {at: 5m, last: hold}\n", "8:14",
     "wrong order"},
    {"a_first_step_that_begins_late", "groups: [{id: g, steps: [{at: 5s, last: hold}]}]\n", "3:31", "found 5s"},
    {"a_route_without_an_end", "groups: [{id: g, steps: [{at: 0s}]}]\n", "3:26", "does not say what then"},
    {"a_step_behind_the_last", "groups: [{id: g, steps: [{last: anyone}, {at: 5m, last: hold}]}]\n", "3:33",
     "a step behind the last one"},
    {"a_step_nobody_could_meet", "skills: [a]\ngroups: [{id: g, steps: [{require: {a: 1}}, {at: 5m, last: hold}]}]\n",
     "4:36", "nobody could meet"},
    {"a_preferred_agent_of_another_group",
     "groups: [{id: g, steps: [{prefer: [bob]}, {at: 5m, last: hold}]}, {id: h}]\n"
     "agents: [{id: ann, groups: [g]}, {id: bob, groups: [h]}]\n",
     "3:36", "in no group of this step"},
    {"dropped_skills_that_come_back",
     "groups: [{id: g, steps: [{drop_ranks: 2}, {at: 1m, drop_ranks: 1}, {at: 5m, last: hold}]}]\n", "3:64",
     "come back"},
    {"an_escalation_to_nobody", "groups: [{id: g, steps: [{last: escalate}]}]\n", "3:10", "escalates to nobody"},
    {"a_gap_in_the_ranks",
     "skills: [a, b]\ngroups: [{id: g, max_wait: 5m}]\nagents: [{id: ann, groups: [g], skills: {a: 1, b: 1}}]\n"
     "rules: [{id: r, then: {require: {a: {droppable: 1}, b: {droppable: 3}}}}]\n",
     "6:56", "the rank 3"},
    {"a_droppable_skill_that_nothing_drops",
     "skills: [a]\nagents: [{id: ann, groups: [g], skills: {a: 1}}]\nrules: [{id: r, then: {require: {a: {droppable: "
     "1}}}}]\n",
     "5:37", "no group ever drops"},
    {"a_limit_below_the_guaranteed_minimum", "groups: [{id: g, guaranteed: 4}]\n", "3:30", "the limit 3"},
    {"a_limit_that_has_no_room_for_one_ticket",
     "kinds: {telegram: {units: 2}}\ngroups: [{id: g, limit: 1}]\n"
     "channels: [{id: tg, kind: telegram, group: g, settings: {secret_token: file:t}}]\n",
     "4:25", "a limit of 1"},
    {"tickets_too_dear_for_everybody", "kinds: {twilio: {units: 4}}\n", "8:5", "cost 4 units"},
    {"an_idle_ticket_dearer_than_an_active_one", "kinds: {twilio: {units: 1, idle_units: 2}}\n", "3:40", "2 units"},
    {"a_cap_above_the_limit", "agents: [{id: ann, groups: [g], limit: 2, interruptible_limit: 3}]\n", "3:64", "3"},
    {"limits_of_offers_without_offers", "groups: [{id: g, offers_limit: 3}]\n", "3:32", "nothing is offered"},
    {"a_reminder_without_a_time_out", "groups: [{id: g, reminder: 30s}]\n", "3:28", "without a time-out"},
    {"a_reminder_before_the_beginning", "groups: [{id: g, first_reply: 1m, reminder: 60s}]\n", "3:45",
     "before the end"},
    {"a_pause_without_an_end", "groups: [{id: g, fatigue: {after: 3}}]\n", "3:27", "without an end"},
    {"a_shift_without_hours",
     "calendars: [{id: early, zone: Etc/UTC}]\nagents: [{id: ann, groups: [g], calendar: early}]\n", "3:13",
     "the shifts of the agent \"ann\""},
    {"a_calendar_that_never_opens",
     "calendars: [{id: c, zone: Etc/UTC, holidays: {2026-12-25: closed}}]\nsla: [{id: s, resolve: 1h, calendar: "
     "c}]\ngroups: [{id: g}]\n",
     "3:13", "never opens"},
    {"an_unknown_calendar", "agents: [{id: ann, groups: [g], calendar: office}]\ngroups: [{id: g}]\n", "3:43",
     "the unknown calendar \"office\""},
    {"hours_of_a_group", "groups: [{id: g, calendar: office}]\n", "3:28", "never had an effect"},
    {"an_unknown_calendar_in_a_condition",
     "calendars: [{id: office, zone: Etc/UTC, hours: {daily: 09:00-10:00}}]\n"
     "rules: [{id: r, when: {not: {business_hours: ofice}}, then: {priority: low}}]\n",
     "4:46", "the unknown calendar \"ofice\""},
    {"an_unknown_time_zone", "calendars: [{id: c, zone: Asia/HongKong, hours: {daily: 09:00-10:00}}]\n", "3:27",
     "the nearest is \"Asia/Hong_Kong\""},
    {"a_holiday_that_is_no_day",
     "calendars: [{id: c, zone: Etc/UTC, hours: {daily: 09:00-10:00}, holidays: {2026-02-29: closed}}]\n", "3:76",
     "2026-02-29"},
    {"a_warning_after_the_breach", "sla: [{id: gold, resolve: 1h, warn_percent: 120}]\n", "3:45", "after the breach"},
    {"a_class_that_promises_nothing", "sla: [{id: gold}]\n", "3:7", "promises nothing"},
    {"an_end_before_the_first_reply", "sla: [{id: gold, first_reply: 2h, resolve: 1h}]\n", "3:44",
     "before the first reply"},
    {"an_unknown_class", "rules: [{id: r, then: {sla: gold}}]\n", "3:29", "the unknown class of service"},
    {"a_template_that_is_missing", "rules: [{id: r, then: {auto_reply: hello}}]\n", "3:36", "the unknown template"},
    {"a_supervisor_who_is_not_in_the_workspace", "groups: [{id: g, supervisors: [zoe]}]\n", "3:32",
     "the unknown agent"},
    {"a_bot_that_is_a_person", "rules: [{id: r, then: {bot: ann}}]\n", "3:29", "the unknown bot"},
    {"a_named_agent_of_another_group",
     "groups: [{id: g}, {id: h}]\nagents: [{id: ann, groups: [g, h]}, {id: bob, groups: [g]}]\n"
     "rules: [{id: r, then: {group: h, agents: [bob]}}]\n",
     "5:43", "who is not in the group"},
    {"a_flow_without_an_end", "flows: [{id: f, nodes: [{id: a, group: g, next: b}, {id: b, group: g, next: a}]}]\n",
     "3:25", "again and again"},
    {"a_node_that_is_never_reached", "flows: [{id: f, nodes: [{id: a, group: g}, {id: b, group: g}]}]\n", "3:44",
     "never reached"},
    {"a_supervisor_told_before_the_person_in_charge", "collaboration: {notify: 30m, escalate: 10m}\n", "3:40", "10m"},
    {"an_urgent_ticket_with_the_shorter_head_start", "head_start: {urgent: 5m}\n", "3:22", "5m"},
};

INSTANTIATE_TEST_SUITE_P(All, PlantedFaults, testing::ValuesIn(faults),
                         [](const auto& planted) { return std::string{planted.param.name}; });

TEST(PlantedFaults, a_stored_document_with_hours_of_a_group_still_loads) {
  const auto decoded = decode_workspace(document_of("groups: [{id: g, calendar: office}]\n"), "w.yaml");
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->groups.at(0).id, "g");
}

TEST(PlantedFaults, a_rule_of_hundreds_of_conditions_is_refused_once) {
  std::string text = "rules: [{id: r, when: {any: [";
  for (int i = 0; i < 1'000; ++i) text += "{first_contact: true}, ";
  const CheckedWorkspace checked =
      check_workspace(document_of(text + "{channel: sms}]}}]\n"), "w.yaml", tests::channel_kinds());
  EXPECT_THAT(tests::words_of(checked.errors),
              testing::ElementsAre("w.yaml:3:23: found more than 200 conditions; expected several rules"));
}

TEST(PlantedFaults, an_overflow_cycle_is_told_at_every_group_in_it) {
  const CheckedWorkspace checked =
      check_workspace(document_of("groups:\n  - {id: g, waiting_limit: 5, when_full: overflow, overflow: h}\n"
                                  "  - {id: h, waiting_limit: 5, when_full: overflow, overflow: [i, g]}\n  - {id: i}\n"
                                  "agents: [{id: ann, groups: [g, h, i]}]\n"),
                      "w.yaml", tests::channel_kinds());
  EXPECT_THAT(
      tests::words_of(checked.warnings),
      testing::ElementsAre(testing::HasSubstr("w.yaml:4:62: found an overflow that leads back to the group \"g\""),
                           testing::HasSubstr("w.yaml:5:62: found an overflow that leads back to the group \"h\"")));
}

}  // namespace
}  // namespace switchroom::documents
