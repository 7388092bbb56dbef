#include <gmock/gmock.h>

#include "config/calendar/local_time.hpp"
#include "gateway/scenarios/scenario_document.hpp"

namespace switchroom::scenarios {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view head = R"(scenario: a title
workspace:
  workspace: demo
  default_group: support
  channels: [{id: chat, kind: webchat}]
  groups: [{id: support}]
  agents: [{id: ann, groups: [support]}]
)";

Result<std::string> no_file(const std::string& path) {
  return std::unexpected(Error{Fault::invalid_setting, path, "No such file", "a file"});
}

/// The only error of a scenario with these lines behind `head`.
std::string error_of(const std::string& lines) {
  const auto made = decode_scenario(std::string{head} + lines, "a.yaml", no_file);
  if (made) return "none";
  return made.error().size() == 1 ? describe(made.error().front())
                                  : std::to_string(made.error().size()) + ": " + describe(made.error().front());
}

TEST(ScenarioDocument, takes_what_is_right) {
  EXPECT_EQ(error_of("steps:\n  - do: ann is online\n    expect: ann was offline, is online\n"), "none");
}

TEST(ScenarioDocument, says_where_a_sentence_is_none_and_which_form_is_near) {
  EXPECT_EQ(error_of("steps:\n  - {at: 1s, do: ann closses t1}\n"),
            "a.yaml:9:18: found \"ann closses t1\"; expected a sentence such as \"WHO closes TICKET\"");
  EXPECT_THAT(error_of("steps:\n  - do: ann transfers t1 bob\n"), HasSubstr("WHO transfers TICKET"));
}

TEST(ScenarioDocument, names_the_nearest_known_name) {
  EXPECT_EQ(error_of("steps:\n  - do: anm is online\n"),
            "a.yaml:9:9: found the unknown agent \"anm\"; expected an agent of the workspace; the nearest is \"ann\"");
  EXPECT_THAT(error_of("steps:\n  - do: chan writes \"hello\" on chatt\n"), HasSubstr("the nearest is \"chat\""));
}

TEST(ScenarioDocument, refuses_an_expectation_that_is_never_told) {
  EXPECT_THAT(error_of("steps:\n  - expect: not t1 gose to ann\n"), StartsWith("a.yaml:9:13: "));
}

TEST(ScenarioDocument, refuses_time_that_goes_back) {
  EXPECT_THAT(error_of("steps:\n  - at: 5s\n  - at: 4s\n"), StartsWith("a.yaml:10:9: found \"4s\""));
  EXPECT_THAT(error_of("steps:\n  - at: 09:30\n"), HasSubstr("clock times want a `start`"));
}

TEST(ScenarioDocument, tells_errors_of_workspaces_at_their_places) {
  const auto made = decode_scenario("scenario: a\nworkspace: {workspace: demo, default_group: nobody}\nsteps: []\n",
                                    "a.yaml", no_file);
  ASSERT_FALSE(made);
  EXPECT_THAT(describe(made.error().front()), StartsWith("a.yaml:2:"));
  EXPECT_THAT(error_of("steps:\n  - configuration: other.yaml\n"), HasSubstr("other.yaml: No such file"));
}

TEST(ScenarioDocument, counts_times_from_the_start_from_the_step_before_and_by_the_clock) {
  const auto made = decode_scenario(std::string{head} +
                                        "start: 2026-03-02 09:00\nzone: Asia/Hong_Kong\nsteps:\n"
                                        "  - at: 90s\n  - at: +30s\n  - at: 10:15\n  - at: 2026-03-03 08:00:05\n",
                                    "a.yaml", no_file);
  ASSERT_TRUE(made) << describe(made.error().front());
  std::vector<std::string> times;
  for (const scenario::Step& step : made->steps) times.push_back(calendar::local_text(step.at, "UTC"));
  EXPECT_THAT(times, testing::ElementsAre("2026-03-02 01:01:30", "2026-03-02 01:02:00", "2026-03-02 02:15:00",
                                          "2026-03-03 00:00:05"));
}

TEST(LocalTime, takes_the_first_of_two_hours_and_none_that_is_left_out) {
  const std::string zone = "Europe/Berlin";
  EXPECT_EQ(calendar::local_text(calendar::instant_of_local("2026-10-25 02:30", zone).value(), "UTC"),
            "2026-10-25 00:30:00");
  EXPECT_FALSE(calendar::instant_of_local("2026-03-29 02:30", zone));
  EXPECT_FALSE(calendar::instant_of_local("2026-02-30 02:30", zone));
  EXPECT_FALSE(calendar::instant_of_local("2026-02-03 2:30", zone));
}

}  // namespace
}  // namespace switchroom::scenarios
