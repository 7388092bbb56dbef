#include "config/workspace/diff.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/documents/workspace_document.hpp"
#include "named.hpp"
#include "words_of.hpp"

namespace switchroom::workspace {
namespace {

using tests::named;

using testing::ElementsAre;
using testing::IsEmpty;

Workspace demo() { return *documents::decode_workspace(tests::content_of("config/samples/workspace.yaml"), "w.yaml"); }

/// What `change` does to the sample, in words.
template <class Change>
std::vector<std::string> after(Change change) {
  Workspace changed = demo();
  change(changed);
  return differences(demo(), changed);
}

TEST(Diff, the_same_workspace_differs_in_nothing) { EXPECT_THAT(differences(demo(), demo()), IsEmpty()); }

TEST(Diff, tells_what_changed_about_an_agent) {
  EXPECT_THAT(after([](Workspace& w) {
                Agent& ann = w.agents[0];
                ann.name = "";
                ann.groups = {"general", "school"};
                ann.skills = {{"refund", 9}, {"english", 3}};
                ann.limit = Units{5'500};
                ann.first_status = Status::offline;
              }),
              ElementsAre("agent ann: name Ann → none", "agent ann: groups −billing +school",
                          "agent ann: skill english none → 3", "agent ann: skill payments 6 → none",
                          "agent ann: skill refund 8 → 9", "agent ann: limit 3 → 5.5",
                          "agent ann: first_status online → offline"));
}

TEST(Diff, tells_what_came_and_what_went) {
  EXPECT_THAT(after([](Workspace& w) {
                w.agents.erase(w.agents.begin());
                w.groups.push_back(named<Group>("night"));
                w.skills = {"refund", "payments", "german"};
              }),
              ElementsAre("workspace: skills −english +german", "group night: added", "agent ann: removed"));
}

TEST(Diff, tells_what_changed_about_a_rule) {
  EXPECT_THAT(after([](Workspace& w) {
                Rule& refunds = w.rules[0];
                refunds.keywords->any_of = {"refund", "退款", "chargeback"};
                refunds.keywords->whole_word = true;
                refunds.channels = {"sms"};
                refunds.require = {{"refund", 7, {}}};
                refunds.group = "";
                refunds.priority = std::nullopt;
                refunds.stop = true;
              }),
              ElementsAre("rule refunds: keywords −money back +chargeback", "rule refunds: whole words only",
                          "rule refunds: channel +sms", "rule refunds: require refund 5 → 7",
                          "rule refunds: group billing → none", "rule refunds: priority high → none",
                          "rule refunds: later rules are not asked"));
}

TEST(Diff, tells_that_keywords_stand_in_another_order) {
  EXPECT_THAT(after([](Workspace& w) { w.rules[0].keywords->any_of = {"退款", "refund", "money back"}; }),
              ElementsAre("rule refunds: keywords in another order"));
}

TEST(Diff, the_order_of_rules_matters_and_that_of_agents_does_not) {
  EXPECT_THAT(after([](Workspace& w) { std::swap(w.agents[0], w.agents[1]); }), IsEmpty());
  EXPECT_THAT(after([](Workspace& w) { std::swap(w.rules[0], w.rules[1]); }),
              ElementsAre("rules: the order is now payment-exceptions, refunds, secondary-school-english, complaints"));
}

TEST(Diff, tells_that_a_setting_of_a_channel_changed_and_never_to_what) {
  EXPECT_THAT(
      after([](Workspace& w) {
        w.channels[0].settings[0].values = {"file:new", "file:old"};
        w.channels[0].settings.push_back({"phone_number_id", {"1"}, {}});
        w.channels[1].settings.pop_back();
        w.channels[2].group = "general";
      }),
      ElementsAre("channel whatsapp: setting app_secret changed", "channel whatsapp: setting phone_number_id added",
                  "channel sms: setting public_base_url removed", "channel telegram: group community → general"));
}

TEST(Diff, tells_what_changed_about_groups_and_the_whole) {
  EXPECT_THAT(after([](Workspace& w) {
                w.default_group = "billing";
                w.units_by_kind = {{"twilio", Units{750}}, {"telegram", Units{2'000}}};
                w.head_start_ms[2] = 3'600'000;
                w.groups[1].limit = std::nullopt;
                w.groups[3].receives_when = {Status::online};
              }),
              ElementsAre("workspace: default_group general → billing", "workspace: units telegram none → 2",
                          "workspace: units twilio 0.5 → 0.75", "workspace: head_start high 30m → 1h",
                          "group billing: limit 20 → none", "group community: receives_when −busy"));
}

}  // namespace
}  // namespace switchroom::workspace
