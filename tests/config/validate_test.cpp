#include "config/workspace/validate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "channel_kinds.hpp"
#include "config/documents/workspace_document.hpp"
#include "named.hpp"
#include "words_of.hpp"

namespace switchroom::workspace {
namespace {

using tests::named;

using testing::ElementsAre;
using testing::IsEmpty;

Workspace demo() { return *documents::decode_workspace(tests::content_of("config/samples/workspace.yaml"), "w.yaml"); }

std::vector<std::string> words_of(const std::vector<Finding>& findings) {
  std::vector<std::string> words;
  for (const Finding& finding : findings)
    words.push_back((finding.severity == Severity::warning ? "warning: " : "") + finding.path + ": " + finding.found +
                    " | " + finding.expected);
  return words;
}

/// What validate says about the sample after `change`.
template <class Change>
std::vector<std::string> after(Change change) {
  Workspace changed = demo();
  change(changed);
  return words_of(validate(changed, tests::channel_kinds()));
}

constexpr const char* id_law = "an id: a lower-case letter or digit, then up to 62 of a-z 0-9 . _ : -";

TEST(Validate, finds_nothing_in_the_sample) {
  EXPECT_THAT(after([](Workspace&) {}), IsEmpty());
}

TEST(Validate, an_id_is_lower_case_and_at_most_63_bytes) {
  for (const char* good : {"a", "0", "a.b_c:d-e", "language:en"}) EXPECT_TRUE(is_id(good)) << good;
  for (const char* bad : {"", "-a", ".a", "A", "a b", "é", "a/b"}) EXPECT_FALSE(is_id(bad)) << bad;
  EXPECT_TRUE(is_id(std::string(63, 'a')));
  EXPECT_FALSE(is_id(std::string(64, 'a')));
}

TEST(Validate, a_secret_reference_names_a_variable_or_a_file) {
  for (const char* good : {"env:A", "file:/run/secrets/a"}) EXPECT_TRUE(is_secret_reference(good)) << good;
  for (const char* bad : {"", "env:", "file:", "hunter2", "ENV:A"}) EXPECT_FALSE(is_secret_reference(bad)) << bad;
}

TEST(Validate, every_kind_of_id_follows_the_law) {
  EXPECT_THAT(
      after([](Workspace& w) {
        w.id = "Demo";
        w.skills.push_back("re fund");
        w.channels[0].id = "Whats";
        w.groups.push_back(named<Group>(""));
        w.agents[0].id = "Ann";
        w.rules[0].id = "/";
      }),
      ElementsAre("workspace: \"Demo\" | " + std::string{id_law}, "skills[3]: \"re fund\" | " + std::string{id_law},
                  "channels[0].id: \"Whats\" | " + std::string{id_law}, "groups[4].id: \"\" | " + std::string{id_law},
                  "agents[0].id: \"Ann\" | " + std::string{id_law}, "rules[0].id: \"/\" | " + std::string{id_law}));
}

TEST(Validate, every_kind_of_id_stands_once) {
  EXPECT_THAT(after([](Workspace& w) {
                w.skills.push_back("refund");
                w.channels.push_back(w.channels[0]);
                w.groups.push_back(w.groups[0]);
                w.agents.push_back(w.agents[0]);
                w.rules.push_back(w.rules[0]);
              }),
              ElementsAre("skills[3]: the skill \"refund\" a second time | each id once",
                          "channels[4].id: the channel \"whatsapp\" a second time | each id once",
                          "groups[4].id: the group \"general\" a second time | each id once",
                          "agents[4].id: the agent \"ann\" a second time | each id once",
                          "rules[4].id: the rule \"refunds\" a second time | each id once"));
}

TEST(Validate, names_that_something_refers_to_exist) {
  EXPECT_THAT(
      after([](Workspace& w) {
        w.default_group = "genral";
        w.channels[0].group = "nowhere";
        w.agents[0].groups = {"bilings", "general"};
        w.agents[0].skills = {{"refnd", 3}};
        w.rules[0].channels = {"smss"};
        w.rules[0].require = {{"refunds", 3, {}}};
        w.rules[0].group = "bill";
      }),
      ElementsAre(
          "default_group: the unknown group \"genral\" | a group of this workspace; the nearest is \"general\"",
          "channels[0].group: the unknown group \"nowhere\" | a group of this workspace",
          "agents[0].groups[0]: the unknown group \"bilings\" | a group of this workspace; the nearest is \"billing\"",
          "agents[0].skills.refnd: the unknown skill \"refnd\" | a skill of this workspace; the nearest is \"refund\"",
          "rules[0].when.channel[0]: the unknown channel \"smss\" | a channel of this workspace; the nearest is "
          "\"sms\"",
          "rules[0].then.require.refunds: the unknown skill \"refunds\" | a skill of this workspace; the nearest "
          "is \"refund\"",
          "rules[0].then.group: the unknown group \"bill\" | a group of this workspace"));
}

TEST(Validate, references_stand_once_in_a_list) {
  EXPECT_THAT(after([](Workspace& w) { w.agents[0].groups = {"billing", "billing"}; }),
              ElementsAre("agents[0].groups[1]: the group \"billing\" a second time | each once"));
}

TEST(Validate, channel_kinds_are_those_of_the_build) {
  EXPECT_THAT(
      after([](Workspace& w) {
        w.units_by_kind = {{"twillio", Units{500}}};
        w.channels[2].kind = "telegramm";
        w.rules[0].channel_kinds = {"whatsap"};
      }),
      ElementsAre(
          "units.twillio: the unknown channel kind \"twillio\" | a channel kind of this build; the nearest is "
          "\"twilio\"",
          "channels[2].kind: the unknown channel kind \"telegramm\" | a channel kind of this build; the nearest is "
          "\"telegram\"",
          "rules[0].when.channel_kind[0]: the unknown channel kind \"whatsap\" | a channel kind of this build; the "
          "nearest is \"whatsapp\""));
}

TEST(Validate, without_a_list_of_kinds_channels_are_not_checked) {
  Workspace workspace = demo();
  workspace.channels[0].kind = "pigeon";
  EXPECT_THAT(words_of(validate(workspace, {})), IsEmpty());
}

TEST(Validate, settings_of_a_channel_are_known_complete_and_once) {
  EXPECT_THAT(
      after([](Workspace& w) {
        w.channels[0].settings = {
            {"app_secrt", {"file:a"}, {}}, {"phone_number_id", {"1"}, {}}, {"phone_number_id", {"2"}, {}}};
      }),
      ElementsAre(
          "channels[0].settings.app_secrt: the unknown setting \"app_secrt\" | a setting of whatsapp channels; the "
          "nearest is \"app_secret\"",
          "channels[0].settings.phone_number_id: the setting \"phone_number_id\" a second time | each once",
          "channels[0].settings: no setting \"app_secret\" | it: a whatsapp channel needs it",
          "channels[0].settings: no setting \"verify_token\" | it: a whatsapp channel needs it"));
}

TEST(Validate, secrets_are_references_and_are_never_repeated) {
  EXPECT_THAT(
      after([](Workspace& w) { w.channels[1].settings[0].values = {"env:A", "hunter2", ""}; }),
      ElementsAre("channels[1].settings.auth_tokens[1]: a secret written into the document | env:NAME or file:PATH",
                  "channels[1].settings.auth_tokens[2]: an empty value | a value"));
}

TEST(Validate, a_setting_has_one_to_eight_values) {
  EXPECT_THAT(after([](Workspace& w) {
                w.channels[1].settings[0].values.clear();
                w.channels[2].settings[0].values.assign(9, "env:A");
              }),
              ElementsAre("channels[1].settings.auth_tokens: 0 values | 1 to 8 values",
                          "channels[2].settings.secret_token: 9 values | 1 to 8 values"));
}

TEST(Validate, limits_and_costs_are_within_bounds) {
  EXPECT_THAT(after([](Workspace& w) {
                w.units_by_kind = {{"telegram", Units{0}}, {"twilio", Units{1'000'001}}};
                w.head_start_ms[1] = -1;
                w.groups[1].limit = Units{999};
                w.agents[0].limit = Units{0};
              }),
              ElementsAre("units.telegram: 0 units | units from 0.001 to 1000",
                          "units.twilio: 1000.001 units | units from 0.001 to 1000",
                          "head_start.normal: a negative duration | 0s or more",
                          "groups[1].limit: 0.999 units | a limit of at least 1 unit",
                          "agents[0].limit: 0 units | a limit of at least 1 unit"));
}

TEST(Validate, a_proficiency_is_1_to_10) {
  EXPECT_THAT(after([](Workspace& w) {
                w.agents[0].skills["refund"] = 0;
                w.agents[1].skills["refund"] = 11;
                w.rules[0].require[0].minimum = -1;
              }),
              ElementsAre("agents[0].skills.refund: 0 | a proficiency from 1 to 10",
                          "agents[1].skills.refund: 11 | a proficiency from 1 to 10",
                          "rules[0].then.require.refund: -1 | a proficiency from 1 to 10"));
}

TEST(Validate, keywords_and_names_have_a_size) {
  EXPECT_THAT(
      after([](Workspace& w) {
        w.name = std::string(201, 'a');
        w.rules[0].keywords->any_of = {"ok", " \t", std::string(201, 'k')};
        w.rules[1].keywords->any_of.clear();
      }),
      ElementsAre("name: 201 bytes | at most 200", "rules[0].when.keywords[1]: an empty keyword | a word to look for",
                  "rules[0].when.keywords[2]: a keyword of 201 bytes | at most 200",
                  "rules[1].when.keywords: no keywords | at least one, or no `keywords` at all"));
}

TEST(Validate, a_group_receives_in_some_status) {
  EXPECT_THAT(after([](Workspace& w) { w.groups[0].receives_when.clear(); }),
              ElementsAre("groups[0].receives_when: no status | at least one status in which members get work"));
}

TEST(Validate, tells_a_hundred_findings_and_no_warnings_beside_errors) {
  const auto findings = after([](Workspace& w) {
    w.groups.push_back(named<Group>("empty"));
    for (int i = 0; i < 200; ++i) {
      w.rules.push_back(named<Rule>("r" + std::to_string(i)));
      w.rules.back().group = "nowhere";
    }
  });
  EXPECT_EQ(findings.size(), findings_max);
  for (const std::string& finding : findings) EXPECT_FALSE(finding.starts_with("warning")) << finding;
}

TEST(Validate, warns_of_groups_without_members_and_agents_without_groups) {
  EXPECT_THAT(
      after([](Workspace& w) { w.agents[2].groups = {}; }),
      ElementsAre(
          "warning: groups[2]: the group \"school\" without members | an agent in it; its tickets would wait",
          "warning: agents[2]: the agent \"chen\" in no group | a group; otherwise this agent gets no work",
          "warning: rules[2].then.require.english: nobody with english of at least 7 in the group \"school\" | an "
          "agent who has it; otherwise such tickets wait"));
}

TEST(Validate, warns_of_skills_that_nobody_has_together) {
  EXPECT_THAT(
      after([](Workspace& w) {
        w.rules[0].require = {{"refund", 5, {}}, {"english", 5, {}}};
        w.rules[0].group = "";
        w.rules[1].require = {{"payments", 10, {}}};
        w.rules[1].group = "";
      }),
      ElementsAre(
          "warning: rules[0].then.require: nobody with all these skills | an agent who has them; otherwise such "
          "tickets wait",
          "warning: rules[1].then.require.payments: nobody with payments of at least 10 | an agent who has it; "
          "otherwise such tickets wait"));
}

TEST(Validate, warns_of_rules_behind_one_that_always_stops) {
  EXPECT_THAT(
      after([](Workspace& w) {
        w.rules[1].keywords.reset();
        w.rules[1].channels = {"sms", "telegram"};
        w.rules[1].stop = true;
        w.rules[2].channels = {"sms"};
        w.rules[3].channels = {"sms", "whatsapp"};
      }),
      ElementsAre("warning: rules[2]: the rule \"secondary-school-english\" that is never asked | it before the rule "
                  "\"payment-exceptions\", which always stops"));
}

TEST(Validate, a_rule_that_stops_only_sometimes_hides_no_other) {
  EXPECT_THAT(after([](Workspace& w) {
                w.rules[0].stop = true;  // has keywords
                w.rules[1].keywords.reset();
                w.rules[1].channels = {"sms"};
                w.rules[1].stop = true;
                w.rules[2].channels = {};
              }),
              IsEmpty());
}

TEST(Validate, warns_of_rules_that_contradict_themselves_or_do_nothing) {
  EXPECT_THAT(
      after([](Workspace& w) {
        w.rules[0].channels = {"sms"};
        w.rules[0].channel_kinds = {"telegram"};
        w.rules[3].priority.reset();
      }),
      ElementsAre(
          "warning: rules[3]: a rule that does nothing | something under `then`",
          "warning: rules[0].when: channels that are of no channel_kind listed beside them | a channel that is of such "
          "a kind"));
}

TEST(Validate, warns_of_tickets_that_fit_nobody_and_of_falling_head_starts) {
  EXPECT_THAT(
      after([](Workspace& w) {
        w.units_by_kind["telegram"] = Units{6'000};
        w.head_start_ms = {0, 600'000, 60'000, 14'400'000};
      }),
      ElementsAre(
          "warning: channels[2]: a channel whose tickets cost 6 units | an agent with such a limit; the largest limit "
          "is 5",
          "warning: head_start.high: 1m | no less than normal has: 10m"));
}

}  // namespace
}  // namespace switchroom::workspace
