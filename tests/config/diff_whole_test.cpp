// Every key that changes is told, in one line.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "config/documents/workspace_document.hpp"
#include "config/workspace/diff.hpp"

namespace switchroom::workspace {
namespace {

using testing::ElementsAre;

/// A workspace in which `items` stands under `list`, as one element or key.
Workspace document(const std::string& list, const std::string& items) {
  auto decoded = documents::decode_workspace("workspace: w\ndefault_group: g\n" + list + items + "\n", "w.yaml");
  if (decoded) return std::move(*decoded);
  ADD_FAILURE() << list << items << ": " << describe(decoded.error().at(0));
  return {};
}

/// What differs when `keys` are said of the one thing in `list`.
std::vector<std::string> said(const std::string& list, const std::string& keys) {
  return differences(document(list, "[{id: x}]"), document(list, "[{id: x, " + keys + "}]"));
}

TEST(DiffWhole, tells_each_key_of_a_group) {
  const std::vector<std::pair<std::string, std::string>> changes{
      {"name: N", "name none → N"},
      {"offers_limit: 4", "offers_limit none → 4"},
      {"waiting_limit: 4", "waiting_limit none → 4"},
      {"arrivals_per_minute: 4", "arrivals_per_minute none → 4"},
      {"when_full: refuse", "when_full park → refuse"},
      {"overflow: [a, b]", "overflow +a +b"},
      {"full_reply: t", "full_reply none → t"},
      {"guaranteed: 2", "guaranteed 0 → 2"},
      {"delivery: offer", "delivery none → offer"},
      {"accept_within: {sms: 5s}", "accept_within sms none → 5s"},
      {"lapses_until_away: 5", "lapses_until_away 3 → 5"},
      {"strategy: round_robin", "strategy least_loaded → round_robin"},
      {"max_wait: 300s", "max_wait none → 5m"},
      {"fallback: h", "fallback none → h"},
      {"supervisors: ann", "supervisors +ann"},
      {"first_reply: 2m", "first_reply none → 2m"},
      {"next_reply: 2m", "next_reply none → 2m"},
      {"reminder: 2m", "reminder none → 2m"},
      {"on_no_reply: escalate", "on_no_reply reassign → escalate"},
      {"wrap_up: 2m", "wrap_up 0s → 2m"},
      {"previous_agent_within: 1h", "previous_agent_within 3d → 1h"},
      {"wait_for_previous: 1h", "wait_for_previous 0s → 1h"},
      {"reopen_within: 1h", "reopen_within 3d → 1h"},
      {"reopen_wait: 1h", "reopen_wait 5m → 1h"},
      {"fatigue: {after: 3, pause: 5m}", "fatigue none → after 3 urgent, pause 5m, until_closed 0"},
      {"steps: [{require: {a: 2}, prefer: ann}, {at: 5m, groups: [g, h], drop_ranks: 1, strategy: longest_idle, last: "
       "hold}]",
       "steps none → at 0s, require a 2, prefer ann; at 5m, groups g, h, drop_ranks 1, strategy longest_idle, last "
       "hold"},
  };
  for (const auto& [keys, words] : changes) EXPECT_THAT(said("groups: ", keys), ElementsAre("group x: " + words));
}

TEST(DiffWhole, tells_each_key_of_an_agent) {
  const std::vector<std::pair<std::string, std::string>> changes{
      {"kind_limits: {sms: 2}", "kind_limit sms none → 2"},
      {"interruptible_limit: 1.5", "interruptible_limit none → 1.5"},
      {"role: admin", "role agent → admin"},
      {"scope: all", "scope own_groups → all"},
      {"content: tickets_only", "content everything → tickets_only"},
      {"calendar: c", "calendar none → c"},
      {"ramp: 5s", "ramp 0s → 5s"},
      {"handling_time: 5s", "handling_time 0s → 5s"},
      {"may_force: true", "may_force false → true"},
      {"bot: true", "bot false → true"},
  };
  for (const auto& [keys, words] : changes) EXPECT_THAT(said("agents: ", keys), ElementsAre("agent x: " + words));
}

TEST(DiffWhole, tells_each_key_of_a_rule) {
  const std::vector<std::pair<std::string, std::string>> changes{
      {"on: every_message", "on every message"},
      {"when: {regex: a+, not: {keywords: [b, c], whole_word: true}}",
       "when none → all of (any of (regex a+); none of (keywords b, c (whole words)))"},
      {"when: {customer_attribute: {country: hk}, text_length: {least: 3}, attachment: false, business_hours: c}",
       "when none → all of (customer_attribute country: hk; business_hours c; attachment no; text_length 3 and more)"},
      {"when: {attachment: image, text_length: {least: 3, most: 9}, first_contact: true}",
       "when none → all of (attachment image; first_contact yes; text_length 3 to 9)"},
      {"then: {require: {a: {minimum: 2, droppable: 1}}}", "require a none → 2 droppable 1"},
      {"then: {agents: [ann, bob]}", "agents +ann +bob"},
      {"then: {sla: gold}", "sla none → gold"},
      {"then: {type: refund}", "type none → refund"},
      {"then: {tags: [a]}", "tags +a"},
      {"then: {auto_reply: t}", "auto_reply none → t"},
      {"then: {bot: b}", "bot none → b"},
  };
  for (const auto& [keys, words] : changes) EXPECT_THAT(said("rules: ", keys), ElementsAre("rule x: " + words));
}

TEST(DiffWhole, tells_each_key_of_calendars_clocks_flows_and_templates) {
  const std::vector<std::array<std::string, 3>> changes{
      {"calendars: ", "zone: Etc/UTC, hours: {mon: 09:00-18:30, sun: 22:00-06:00}",
       "calendar x: hours +mon 09:00-mon 18:30 +sun 22:00-mon 06:00"},
      {"calendars: ", "zone: Etc/UTC, holidays: {2026-12-24: [09:00-12:00], 2026-12-25: closed}",
       "calendar x: holiday 2026-12-24 none → 09:00-12:00|calendar x: holiday 2026-12-25 none → closed"},
      {"sla: ", "first_reply: 1h", "sla x: first_reply none → 1h"},
      {"sla: ", "next_reply: 1h", "sla x: next_reply none → 1h"},
      {"sla: ", "resolve: 1h", "sla x: resolve none → 1h"},
      {"sla: ", "calendar: c", "sla x: calendar none → c"},
      {"sla: ", "warn_percent: 50", "sla x: warn_percent 80 → 50"},
      {"sla: ", "slope: 2.5", "sla x: slope 1 → 2.5"},
      {"sla: ", "escalate: false", "sla x: escalate true → false"},
      {"flows: ", "nodes: [{id: a, group: g, respond: 2h, calendar: c, next: b}, {id: b, group: h}]",
       "flow x: nodes none → a in g within 2h of c then b; b in h"},
      {"templates: ", "text: Hello, texts: {sms: Hi}",
       "template x: text none → \"Hello\"|template x: text sms none → \"Hi\""},
  };
  for (const auto& [list, keys, words] : changes) {
    const std::string base = list == "calendars: " ? "[{id: x, zone: Etc/UTC}]" : "[{id: x}]";
    std::string told;
    for (const std::string& line : differences(document(list, base), document(list, "[{id: x, " + keys + "}]")))
      told += (told.empty() ? "" : "|") + line;
    EXPECT_EQ(told, words);
  }
}

TEST(DiffWhole, tells_each_key_of_the_whole_and_of_channel_kinds) {
  const std::vector<std::array<std::string, 3>> changes{
      {"language_skills: ", "true", "workspace: language_skills false → true"},
      {"ticket_types: ", "[a]", "workspace: ticket_types +a"},
      {"customer_levels: ", "[a]", "workspace: customer_levels +a"},
      {"default_sla: ", "gold", "workspace: default_sla none → gold"},
      {"presence_grace: ", "1m", "workspace: presence_grace 30s → 1m"},
      {"collaboration: ", "{respond: 2h}", "workspace: collaboration respond none → 2h"},
      {"collaboration: ", "{notify: 5m}", "workspace: collaboration notify 10m → 5m"},
      {"collaboration: ", "{escalate: 2h}", "workspace: collaboration escalate 30m → 2h"},
      {"kinds: ", "{sms: {family: chat}}", "kind sms: family none → chat"},
      {"kinds: ", "{sms: {units: 2}}", "kind sms: units none → 2"},
      {"kinds: ", "{sms: {work_class: interruptible}}", "kind sms: work_class none → interruptible"},
      {"kinds: ", "{sms: {delivery: offer}}", "kind sms: delivery none → offer"},
      {"kinds: ", "{sms: {accept_within: 5s}}", "kind sms: accept_within none → 5s"},
      {"kinds: ", "{sms: {on_loss: park}}", "kind sms: on_loss none → park"},
      {"kinds: ", "{sms: {idle_units: 1}}", "kind sms: idle_units none → 1"},
      {"kinds: ", "{sms: {idle_release: 1m}}", "kind sms: idle_release none → 1m"},
      {"kinds: ", "{mail: {subject_window: 1d}}", "kind mail: subject_window none → 1d"},
  };
  for (const auto& [key, value, words] : changes)
    EXPECT_THAT(differences(document("name: ''", ""), document("name: ''\n" + key, value)), ElementsAre(words));
}

TEST(DiffWhole, tells_that_an_order_that_matters_changed) {
  EXPECT_THAT(differences(document("groups: ", "[{id: x, overflow: [a, b]}]"),
                          document("groups: ", "[{id: x, overflow: [b, a]}]")),
              ElementsAre("group x: overflow in another order"));
}

}  // namespace
}  // namespace switchroom::workspace
