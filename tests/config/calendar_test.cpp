#include "config/calendar/calendar.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <random>
#include <stdexcept>
#include <string>

#include "naive_calendar.hpp"
#include "named.hpp"

namespace switchroom::calendar {
namespace {

using namespace std::chrono_literals;
using tests::minute_of;
using tests::utc;
using workspace::DayInterval;
using workspace::Holiday;

constexpr int monday = 0, friday = 4, saturday = 5, sunday = 6;

workspace::Calendar plan(std::string zone, std::vector<workspace::WeeklyInterval> weekly,
                         std::vector<Holiday> holidays = {}) {
  auto calendar = tests::named<workspace::Calendar>("c");
  calendar.zone = std::move(zone);
  calendar.weekly = std::move(weekly);
  calendar.holidays = std::move(holidays);
  return calendar;
}

/// Monday to Friday from `from` to `to`.
std::vector<workspace::WeeklyInterval> workdays(int from_hour, int to_hour) {
  std::vector<workspace::WeeklyInterval> week;
  for (int day = monday; day <= friday; ++day) week.push_back({minute_of(day, from_hour), minute_of(day, to_hour)});
  return week;
}

std::vector<workspace::WeeklyInterval> every_day(int from_minute, int to_minute) {
  std::vector<workspace::WeeklyInterval> week;
  for (int day = 0; day < 7; ++day) week.push_back({day * 1440 + from_minute, (day * 1440 + to_minute) % 10080});
  return week;
}

TEST(Calendar, is_open_by_the_clocks_of_its_zone) {
  const Calendar office{plan("Asia/Hong_Kong", workdays(9, 18))};
  EXPECT_FALSE(office.is_open(utc("2026-11-26 00:59:59")));  // Thursday 08:59:59 there
  EXPECT_TRUE(office.is_open(utc("2026-11-26 01:00:00")));
  EXPECT_TRUE(office.is_open(utc("2026-11-26 09:59:59")));
  EXPECT_FALSE(office.is_open(utc("2026-11-26 10:00:00")));
  EXPECT_FALSE(office.is_open(utc("2026-11-28 03:00:00")));  // Saturday
}

TEST(Calendar, tells_when_it_opens_and_closes_next) {
  const Calendar office{plan("Asia/Hong_Kong", workdays(9, 18))};
  EXPECT_EQ(office.next_change(utc("2026-11-27 00:00:00")), utc("2026-11-27 01:00:00"));
  EXPECT_EQ(office.next_change(utc("2026-11-27 01:00:00")), utc("2026-11-27 10:00:00"));
  EXPECT_EQ(office.next_change(utc("2026-11-27 10:00:00")), utc("2026-11-30 01:00:00"));  // over the week's end
}

TEST(Calendar, several_intervals_a_day_leave_the_noon_break_out) {
  const Calendar shop{
      plan("Etc/UTC", {{minute_of(monday, 9), minute_of(monday, 12)}, {minute_of(monday, 13), minute_of(monday, 18)}})};
  EXPECT_FALSE(shop.is_open(utc("2026-11-30 12:30:00")));
  EXPECT_EQ(shop.after_business(utc("2026-11-30 11:30:00"), 45min), utc("2026-11-30 13:15:00"));
  EXPECT_EQ(shop.business_between(utc("2026-11-30 08:00:00"), utc("2026-11-30 20:00:00")), 8h);
}

TEST(Calendar, open_time_that_ends_with_the_hours_ends_at_closing) {
  const Calendar office{plan("Etc/UTC", workdays(9, 17))};
  EXPECT_EQ(office.after_business(utc("2026-11-27 16:00:00"), 1h), utc("2026-11-27 17:00:00"));
  EXPECT_EQ(office.after_business(utc("2026-11-27 16:00:00"), 1h + 1ms), utc("2026-11-30 09:00:00") + 1ms);
  EXPECT_EQ(office.after_business(utc("2026-11-28 12:00:00"), 0ms), utc("2026-11-28 12:00:00"));
}

TEST(Calendar, a_shift_over_midnight_and_over_the_weeks_end_is_one) {
  const Calendar night{plan("Etc/UTC", {{minute_of(sunday, 22), minute_of(monday, 6)}})};
  EXPECT_EQ(night.next_change(utc("2026-11-29 12:00:00")), utc("2026-11-29 22:00:00"));
  EXPECT_EQ(night.next_change(utc("2026-11-29 22:00:00")), utc("2026-11-30 06:00:00"));
  EXPECT_TRUE(night.is_open(utc("2026-11-30 00:00:00")));
}

TEST(Calendar, a_holiday_replaces_the_plan_of_its_day_from_midnight_to_midnight) {
  const Calendar office{plan("Europe/Berlin", workdays(9, 17), {{"2026-12-24", {{540, 720}}}, {"2026-12-25", {}}})};
  EXPECT_EQ(office.next_change(utc("2026-12-24 09:00:00")), utc("2026-12-24 11:00:00"));  // noon in Berlin
  EXPECT_EQ(office.next_change(utc("2026-12-24 11:00:00")), utc("2026-12-28 08:00:00"));
  const Calendar night{plan("Etc/UTC", {{minute_of(friday, 22), minute_of(saturday, 6)}}, {{"2026-11-28", {}}})};
  EXPECT_EQ(night.next_change(utc("2026-11-27 22:00:00")), utc("2026-11-28 00:00:00"));
}

TEST(Calendar, a_holiday_can_open_a_day_that_is_closed_otherwise) {
  const Calendar office{plan("Etc/UTC", workdays(9, 17), {{"2026-11-28", {{600, 660}}}})};
  EXPECT_EQ(office.business_between(utc("2026-11-28 00:00:00"), utc("2026-11-30 00:00:00")), 1h);
}

TEST(Calendar, in_Berlin_the_hour_that_is_left_out_is_not_open_time) {
  const Calendar nights{plan("Europe/Berlin", every_day(60, 240))};  // 01:00 to 04:00
  // 2026-03-29 02:00 +01:00 is followed by 03:00 +02:00.
  EXPECT_EQ(nights.business_between(utc("2026-03-28 22:00:00"), utc("2026-03-29 10:00:00")), 2h);
  EXPECT_EQ(nights.after_business(utc("2026-03-29 00:30:00"), 60min), utc("2026-03-29 01:30:00"));
  EXPECT_EQ(nights.next_change(utc("2026-03-29 00:30:00")), utc("2026-03-29 02:00:00"));
}

TEST(Calendar, hours_that_begin_in_the_gap_begin_behind_it) {
  const Calendar early{plan("Europe/Berlin", every_day(150, 240))};                      // 02:30 to 04:00
  EXPECT_EQ(early.next_change(utc("2026-03-29 00:00:00")), utc("2026-03-29 01:00:00"));  // 03:00 +02:00
  const Calendar only_then{plan("Europe/Berlin", every_day(120, 180))};
  EXPECT_EQ(only_then.next_change(utc("2026-03-29 00:00:00")), utc("2026-03-30 00:00:00"));  // not at all that day
}

TEST(Calendar, in_New_York_the_hour_that_comes_twice_counts_twice) {
  const Calendar nights{plan("America/New_York", every_day(60, 120))};  // 01:00 to 02:00
  EXPECT_EQ(nights.business_between(utc("2026-11-01 00:00:00"), utc("2026-11-01 12:00:00")), 2h);
  EXPECT_EQ(nights.next_change(utc("2026-11-01 05:00:00")), utc("2026-11-01 07:00:00"));
  EXPECT_TRUE(nights.is_open(utc("2026-11-01 05:30:00")));
  EXPECT_TRUE(nights.is_open(utc("2026-11-01 06:30:00")));
}

TEST(Calendar, on_Lord_Howe_half_an_hour_comes_twice) {
  const Calendar nights{plan("Australia/Lord_Howe", every_day(60, 150))};  // 01:00 to 02:30
  // 2026-04-05 02:00 +11:00 becomes 01:30 +10:30: 01:00 to 02:00, then 01:30 to 02:30.
  EXPECT_EQ(nights.business_between(utc("2026-04-04 12:00:00"), utc("2026-04-05 12:00:00")), 2h);
  // 2026-10-04 02:00 +10:30 becomes 02:30 +11:00.
  EXPECT_EQ(nights.business_between(utc("2026-10-03 12:00:00"), utc("2026-10-04 12:00:00")), 1h);
}

TEST(Calendar, a_day_that_a_zone_left_out_has_no_hours) {
  const Calendar office{plan("Pacific/Apia", every_day(540, 600))};  // 2011-12-30 never came there
  EXPECT_EQ(office.business_between(utc("2011-12-29 00:00:00"), utc("2012-01-01 00:00:00")), 3h);
}

TEST(Calendar, what_never_opens_or_never_closes_never_changes) {
  const Calendar closed{plan("Etc/UTC", {})};
  EXPECT_FALSE(closed.is_open(utc("2026-01-01 00:00:00")));
  EXPECT_EQ(closed.next_change(utc("2026-01-01 00:00:00")), never);
  EXPECT_EQ(closed.after_business(utc("2026-01-01 00:00:00"), 1ms), never);
  EXPECT_EQ(closed.business_between(utc("2026-01-01 00:00:00"), utc("2027-01-01 00:00:00")), 0ms);
  const Calendar always{plan("Europe/Berlin", {{0, 0}})};
  EXPECT_TRUE(always.is_open(utc("2026-03-29 01:00:00")));
  EXPECT_EQ(always.next_change(utc("2026-01-01 00:00:00")), never);
  EXPECT_EQ(always.business_between(utc("2026-01-01 00:00:00"), utc("2027-01-01 00:00:00")), 365 * 24h);
}

TEST(Calendar, a_calendar_of_holidays_alone_closes_for_ever_after_the_last) {
  const Calendar once{plan("Etc/UTC", {}, {{"2026-05-01", {{0, 60}}}})};
  EXPECT_EQ(once.next_change(utc("2026-01-01 00:00:00")), utc("2026-05-01 00:00:00"));
  EXPECT_EQ(once.next_change(utc("2026-05-01 00:30:00")), utc("2026-05-01 01:00:00"));
  EXPECT_EQ(once.next_change(utc("2026-05-01 01:00:00")), never);
  EXPECT_EQ(once.after_business(utc("2026-01-01 00:00:00"), 2h), never);
}

TEST(Calendar, a_year_of_minutes_once_a_week_is_found_without_walking_there) {
  const Calendar rare{plan("Europe/Berlin", {{0, 1}})};
  const Instant from = utc("2026-01-05 00:00:00");
  const Instant end = rare.after_business(from, 52 * 365min);
  EXPECT_EQ(rare.business_between(from, end), 52 * 365min);
  EXPECT_EQ(rare.business_between(from, end - 1ms), 52 * 365min - 1ms);
}

TEST(Calendar, refuses_a_zone_and_a_date_that_do_not_exist) {
  EXPECT_THROW(Calendar{plan("Europe/Berlm", {})}, std::invalid_argument);
  EXPECT_THROW(Calendar{plan("", {})}, std::invalid_argument);
  for (const char* date : {"2026-02-29", "2026-2-1", "26-02-01", "2026-13-01", "tomorrow", "2026-0a-01"})
    EXPECT_THROW((Calendar{plan("Etc/UTC", {}, {{date, {}}})}), std::invalid_argument) << date;
}

TEST(Calendars, are_found_by_number_and_nothing_is_found_for_no_number) {
  workspace::Workspace workspace;
  workspace.calendars = {plan("Etc/UTC", {{0, 0}})};
  workspace::Numbering numbering;
  numbering.calendars.number_of("gone");
  numbering.take(workspace);
  const Calendars calendars{workspace, numbering};
  EXPECT_EQ(calendars.find(CalendarId{0}), nullptr);
  EXPECT_EQ(calendars.find(CalendarId{1}), nullptr);
  ASSERT_NE(calendars.find(CalendarId{2}), nullptr);
  EXPECT_TRUE(calendars.find(CalendarId{2})->is_open(Instant{}));
  EXPECT_EQ(calendars.find(CalendarId{3}), nullptr);
}

TEST(Calendars, what_has_no_calendar_is_always_open) {
  workspace::Workspace workspace;
  workspace.calendars = {plan("Etc/UTC", workdays(9, 17))};
  workspace::Numbering numbering;
  numbering.take(workspace);
  const Calendars calendars{workspace, numbering};
  const Instant sunday_noon = utc("2026-11-29 12:00:00");
  EXPECT_TRUE(calendars.is_open(CalendarId{}, sunday_noon));
  EXPECT_EQ(calendars.next_change(CalendarId{}, sunday_noon), never);
  EXPECT_EQ(calendars.after_business(CalendarId{}, sunday_noon, 2h), sunday_noon + 2h);
  EXPECT_FALSE(calendars.is_open(CalendarId{1}, sunday_noon));
  EXPECT_EQ(calendars.next_change(CalendarId{1}, sunday_noon), utc("2026-11-30 09:00:00"));
  EXPECT_EQ(calendars.after_business(CalendarId{1}, sunday_noon, 2h), utc("2026-11-30 11:00:00"));
}

/// A plan of a few intervals of any kind, with holidays around the days that are looked at.
workspace::Calendar random_plan(std::mt19937_64& chance, const std::string& zone, Instant around) {
  const auto below = [&](int limit) { return static_cast<int>(chance() % static_cast<std::uint64_t>(limit)); };
  auto made = plan(zone, {});
  for (int i = below(6); i >= 0; --i) {
    const int from = below(10'080);
    made.weekly.push_back({from, (from + 1 + below(i == 0 ? 10'080 : 900)) % 10'080});
  }
  for (int i = below(4); i > 0; --i) {
    Holiday holiday{tests::date_of(around + (below(12) - 5) * 24h), {}};
    for (int j = below(3); j > 0; --j) {
      const int from = below(1440);
      holiday.open.push_back({from, from + 1 + below(1440 - from)});
    }
    if (std::ranges::find(made.holidays, holiday.date, &Holiday::date) == made.holidays.end())
      made.holidays.push_back(holiday);
  }
  return made;
}

TEST(Calendar, agrees_with_counting_minute_by_minute_around_every_change_of_clocks) {
  std::mt19937_64 chance{20261126};
  constexpr std::array<std::pair<const char*, const char*>, 8> places{{
      {"Europe/Berlin", "2026-03-29 01:00:00"},
      {"Europe/Berlin", "2026-10-25 01:00:00"},
      {"America/New_York", "2026-03-08 07:00:00"},
      {"America/New_York", "2026-11-01 06:00:00"},
      {"Australia/Lord_Howe", "2026-04-04 15:00:00"},
      {"Australia/Lord_Howe", "2026-10-03 15:30:00"},
      {"America/Havana", "2026-11-01 05:00:00"},
      {"Pacific/Apia", "2011-12-30 10:00:00"},
  }};
  for (int round = 0; round < 120; ++round) {
    const auto& [zone, change] = places[static_cast<std::size_t>(round) % places.size()];
    const Instant from = utc(change) - 3 * 24h + std::chrono::minutes{chance() % 1440};
    const workspace::Calendar calendar_plan = random_plan(chance, zone, utc(change));
    const Calendar calendar{calendar_plan};
    const tests::NaiveCalendar naive{calendar_plan, from, 10 * 1440};
    const auto minute = [&] { return static_cast<int>(chance() % 14'000); };
    for (int question = 0; question < 12; ++question) {
      int a = minute(), b = minute();
      if (a > b) std::swap(a, b);
      const Instant start = from + std::chrono::minutes{a};
      ASSERT_EQ(calendar.is_open(start), naive.is_open(a)) << zone << ' ' << ms_of(start);
      ASSERT_EQ(calendar.business_between(start, from + std::chrono::minutes{b}), naive.between(a, b)) << zone;
      if (const auto next = naive.next_change(a)) {
        ASSERT_EQ(calendar.next_change(start), *next) << zone << ' ' << ms_of(start);
      }
      const std::chrono::minutes wanted{1 + minute() / 20};
      if (const auto end = naive.after(a, wanted)) {
        ASSERT_EQ(calendar.after_business(start, wanted), *end) << zone << ' ' << ms_of(start);
      }
    }
  }
}

}  // namespace
}  // namespace switchroom::calendar
