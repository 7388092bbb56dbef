#include "config/documents/workspace_document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "channel_kinds.hpp"
#include "words_of.hpp"

namespace switchroom::documents {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::content_of;
using tests::words_of;

std::vector<std::string> decode_errors(std::string_view text) {
  const auto decoded = decode_workspace(text, "w.yaml");
  return decoded ? std::vector<std::string>{} : words_of(decoded.error());
}

/// The errors of a sound document with `lines` added.
std::vector<std::string> errors_with(const std::string& lines) {
  const std::string sound = "workspace: demo\ndefault_group: general\nskills: [refund]\ngroups: [{id: general}]\n";
  return words_of(check_workspace(sound + lines, "w.yaml", tests::channel_kinds()).errors);
}

TEST(WorkspaceDocument, reads_every_key) {
  const auto decoded = decode_workspace(R"(
workspace: demo
name: Demo
default_group: general
skills: [refund, no]
units: {twilio: 0.5}
head_start: {low: 1s, normal: 2m, high: 3h, urgent: 4d}
channels: [{id: sms, kind: twilio, group: general, settings: {auth_tokens: [env:A, env:B], public_base_url: http://x}}]
groups: [{id: general, name: General, limit: 40, receives_when: [busy, away]}]
agents: [{id: ann, name: Ann, groups: [general], skills: {refund: 5}, limit: 2.5, first_status: online}]
rules:
  - id: refunds
    when: {keywords: [refund, 退款], whole_word: true, channel: [sms], channel_kind: twilio}
    then: {require: {refund: 5}, group: general, priority: high, stop: true}
)",
                                        "w.yaml");
  ASSERT_TRUE(decoded) << testing::PrintToString(words_of(decoded.error()));
  workspace::Workspace expected;
  expected.id = "demo";
  expected.name = "Demo";
  expected.default_group = "general";
  expected.skills = {"refund", "no"};
  expected.units_by_kind = {{"twilio", Units{500}}};
  expected.head_start_ms = {1'000, 120'000, 10'800'000, 345'600'000};
  expected.channels = {{"sms",
                        "twilio",
                        "general",
                        {{"auth_tokens", {"env:A", "env:B"}, {}}, {"public_base_url", {"http://x"}, {}}},
                        {}}};
  expected.groups = {{"general", "General", Units{40'000}, {Status::busy, Status::away}, {}}};
  expected.agents = {{"ann", "Ann", {"general"}, {{"refund", 5}}, Units{2'500}, Status::online, {}}};
  expected.rules = {{"refunds",
                     workspace::Keywords{{"refund", "退款"}, true, {}},
                     {"sms"},
                     {"twilio"},
                     {{"refund", 5, {}}},
                     "general",
                     Priority::high,
                     true,
                     {}}};
  EXPECT_TRUE(*decoded == expected);
}

TEST(WorkspaceDocument, keeps_a_setting_that_is_a_description_as_json) {
  const auto decoded = decode_workspace(R"(
workspace: demo
default_group: general
channels:
  - id: pigeon
    kind: mapped
    settings:
      map: {from: /a/b, "q\"\\\t": [1, no, {deep: 你}], none: ""}
)",
                                        "w.yaml");
  ASSERT_TRUE(decoded) << testing::PrintToString(words_of(decoded.error()));
  EXPECT_THAT(decoded->channels[0].settings[0].values,
              ElementsAre(R"({"from":"/a/b","q\"\\\u0009":["1","no",{"deep":"你"}],"none":""})"));
}

TEST(WorkspaceDocument, the_sample_has_neither_errors_nor_warnings) {
  const CheckedWorkspace checked = check_workspace(content_of("config/samples/workspace.yaml"),
                                                   "config/samples/workspace.yaml", tests::channel_kinds());
  EXPECT_THAT(words_of(checked.errors), IsEmpty());
  EXPECT_THAT(words_of(checked.warnings), IsEmpty());
  ASSERT_TRUE(checked.workspace);
  EXPECT_EQ(checked.workspace->id, "demo");
  EXPECT_EQ(checked.workspace->agents.size(), 4U);
}

TEST(WorkspaceDocument, names_the_nearest_known_key) {
  EXPECT_THAT(decode_errors("workspace: demo\ndefault_group: g\nagents:\n  - id: ann\n    limt: 3\n"),
              ElementsAre("w.yaml:5:5: found the unknown key \"limt\"; expected \"limit\""));
}

TEST(WorkspaceDocument, wants_the_required_keys) {
  EXPECT_THAT(decode_errors("name: x\nagents: [{name: Ann}]\n"),
              ElementsAre("w.yaml:1:1: found no key \"workspace\"; expected it: the key is required",
                          "w.yaml:1:1: found no key \"default_group\"; expected it: the key is required",
                          "w.yaml:2:10: found no key \"id\"; expected it: the key is required"));
}

TEST(WorkspaceDocument, tells_all_wrong_values_at_once) {
  EXPECT_THAT(
      decode_errors(R"(workspace: demo
default_group: [a]
head_start: {low: 10}
agents:
  - {id: ann, limit: 2.0001, first_status: onlin, skills: {refund: five}}
rules:
  - id: r
    when: {keywords: x, whole_word: no}
    then: {priority: top, stop: yes}
)"),
      ElementsAre("w.yaml:2:16: found a list; expected text",
                  "w.yaml:3:19: found \"10\"; expected a duration up to 365d, such as 30s, 10m or 4h",
                  "w.yaml:5:22: found \"2.0001\"; expected units such as 3 or 2.5, with at most three decimal places",
                  "w.yaml:5:44: found \"onlin\"; expected online, busy, away or offline",
                  "w.yaml:5:68: found \"five\"; expected a whole number",
                  "w.yaml:8:37: found \"no\"; expected true or false",
                  "w.yaml:9:22: found \"top\"; expected low, normal, high or urgent",
                  "w.yaml:9:33: found \"yes\"; expected true or false"));
}

TEST(WorkspaceDocument, whole_word_needs_keywords) {
  EXPECT_THAT(errors_with("rules: [{id: r, when: {whole_word: true}}]\n"),
              ElementsAre("w.yaml:5:36: found whole_word without keywords; expected keywords beside it"));
}

TEST(WorkspaceDocument, points_at_the_very_value_that_a_check_refuses) {
  EXPECT_THAT(
      errors_with("agents:\n  - {id: ann, groups: [general, genral], skills: {refnd: 5}}\n"),
      ElementsAre("w.yaml:6:33: found the unknown group \"genral\"; expected a group of this workspace; the nearest is "
                  "\"general\"",
                  "w.yaml:6:51: found the unknown skill \"refnd\"; expected a skill of this workspace; the nearest is "
                  "\"refund\""));
}

TEST(WorkspaceDocument, never_tells_a_secret_that_was_written_into_it) {
  const auto errors = errors_with(
      "channels:\n  - {id: w, kind: whatsapp, settings: {app_secret: hunter2, verify_token: [env:T, hunter3]}}\n");
  EXPECT_THAT(errors,
              ElementsAre("w.yaml:6:52: found a secret written into the document; expected env:NAME or file:PATH",
                          "w.yaml:6:83: found a secret written into the document; expected env:NAME or file:PATH"));
}

TEST(WorkspaceDocument, tells_warnings_apart_and_still_gives_the_workspace) {
  const CheckedWorkspace checked = check_workspace("workspace: w\ndefault_group: g\ngroups: [{id: g}]\n", "w.yaml", {});
  EXPECT_TRUE(checked.workspace);
  EXPECT_THAT(
      words_of(checked.warnings),
      ElementsAre(
          "w.yaml:3:10: found the group \"g\" without members; expected an agent in it; its tickets would wait"));
}

}  // namespace
}  // namespace switchroom::documents
