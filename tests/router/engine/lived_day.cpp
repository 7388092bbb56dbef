#include "tests/router/engine/lived_day.hpp"

#include <algorithm>
#include <random>

#include "tests/router/engine/laws.hpp"
#include "tests/router/engine/print.hpp"

namespace switchroom::engine {
namespace {

template <class Rows>
std::vector<std::string> print_all(const Rows& rows) {
  std::vector<std::string> lines;
  for (const auto& row : rows) lines.push_back(print(row));
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

}  // namespace

// --- what a shard stores

void StoredRows::take(const Engine& engine, const Effects& effects) {
  for (const TicketId id : engine.touched().tickets) {
    tickets_.erase(id);
    if (const auto ticket = engine.ticket(id)) tickets_[id] = *ticket;
  }
  for (const AgentId id : engine.touched().agents) {
    if (const auto agent = engine.agent(id)) {
      agents_[id] = *agent;
    } else {
      agents_[id].status = Status::offline;  // he left: nothing else of him changes but what he tidies up
    }
  }
  for (const Effect& effect : effects)
    if (const auto* tidied = std::get_if<WrapUpEnded>(&effect); tidied && !engine.agent(tidied->agent)) {
      std::vector<WrapUp>& left = agents_[tidied->agent].wrap_ups;
      if (const auto ended = std::ranges::find(left, tidied->ticket, &WrapUp::ticket); ended != left.end())
        left.erase(ended);
    }
  for (const GroupState& group : engine.groups())
    if (std::ranges::count(engine.touched().groups, group.id)) groups_[group.id] = group;
}

Engine StoredRows::restart(const Configure& configuration, Instant at, std::optional<Instant> stopped,
                           std::uint32_t seed) const {
  Engine fresh;
  Effects ignored;
  fresh.name_the_lost(true);
  fresh.apply(configuration, at, ignored);
  for (const auto& [id, agent] : agents_) fresh.restore(agent);
  for (const auto& [_, group] : groups_) fresh.restore(group);
  std::vector<OpenTicket> tickets;
  for (const auto& [_, ticket] : tickets_) tickets.push_back(ticket);
  std::ranges::shuffle(tickets, std::mt19937(seed));
  for (const OpenTicket& ticket : tickets) fresh.restore(ticket);
  if (stopped) fresh.apply(StopClocks{*stopped}, at, ignored);
  return fresh;
}

// --- the day

LivedDay::LivedDay(Scale scale) : day_(scale), since_(day_.now()) {
  engine_.name_the_lost(true);
  restarted_.name_the_lost(true);
}

void LivedDay::live_through(const std::vector<Step>& steps) {
  apply(day_.first());
  for (const Step& step : steps) {
    live(step);
    if (!broken_.empty()) return;
    if (step.seed % 8 == 0)
      restarted_ = rows_.restart(day_.configuration(), day_.now(), engine_.clocks_stopped(), step.seed);
  }
}

/// Clocks mostly strike to the millisecond, and sometimes late.
void LivedDay::live(const Step& step) {
  const Instant at = day_.time_of(step);
  const bool is_late = step.seed % 8 == 1;
  while (!is_late && broken_.empty()) {
    const auto due = engine_.next_due();
    if (!due || *due > at) break;
    day_.set_now(std::max(*due, day_.now()));
    apply(Advance{});
    check_rests();
  }
  if (!broken_.empty()) return;
  day_.set_now(at);
  const Input input = day_.next(step, reference_.tickets());
  apply(input);
  if (std::holds_alternative<Advance>(input)) check_rests();
}

void LivedDay::apply(const Input& input) {
  effects_.clear(), expected_.clear(), after_restart_.clear();
  before_.clear();
  for (OpenTicket& ticket : reference_.tickets()) before_[ticket.id] = std::move(ticket);
  story_ += print(input, day_.now(), since_) + "\n";
  engine_.apply(input, day_.now(), effects_);
  restarted_.apply(input, day_.now(), after_restart_);
  reference_.apply(input, day_.now(), expected_);
  rows_.take(engine_, effects_);
  for (auto& [id, ticket] : before_)
    if (!engine_.ticket(id)) day_.remember_closed(ticket);
  const std::vector<std::string> told = print(effects_);
  compare(told, print(expected_), "the effects are the reference's");
  compare(print(after_restart_), told, "a restart changes nothing");
  if (!told.empty()) story_ += "----\n" + joined(told) + "\n";
  check_state();
  const std::vector<OpenTicket> after = reference_.tickets();
  const std::string law = broken_law({day_.configuration(), before_, after, engine_.agents(), effects_});
  if (!law.empty()) break_law(law);
}

void LivedDay::break_law(const std::string& law) {
  if (broken_.empty()) broken_ = story_ + "---- broken: " + law + "\n";
}

void LivedDay::compare(const std::vector<std::string>& found, const std::vector<std::string>& expected,
                       const std::string& law) {
  if (found == expected) return;
  std::string difference;
  for (const std::string& line : expected)
    if (!std::ranges::count(found, line)) difference += "expected  " + line + "\n";
  for (const std::string& line : found)
    if (!std::ranges::count(expected, line)) difference += "found     " + line + "\n";
  if (difference.empty()) difference = "in another order: expected\n" + joined(expected) + "found\n" + joined(found);
  break_law(law + "\n" + difference);
}

void LivedDay::check_state() {
  for (const OpenTicket& expected : reference_.tickets()) {
    const auto found = engine_.ticket(expected.id);
    if (found && *found == expected) continue;
    compare({found ? print(*found) : "closed"}, {print(expected)}, "tickets are stored as the reference's");
  }
  if (engine_.agents() != reference_.agents())
    compare(print_all(engine_.agents()), print_all(reference_.agents()), "agents are stored as the reference's");
  compare(print_all(engine_.groups()), print_all(reference_.groups()), "groups are stored as the reference's");
  if (!reference_.conserves_work()) break_law("no waiting ticket has an eligible agent with room");
  if (engine_.drift() != Units{}) break_law("units counted anew from tickets equal the ledger");
}

/// After time has passed nothing is due any more.
void LivedDay::check_rests() {
  const auto due = engine_.next_due();
  if (due && *due <= day_.now()) break_law("what is due strikes");
  const auto expected = reference_.next_due();
  if (expected && (!due || *due > *expected)) break_law("the next clock is known");
}

}  // namespace switchroom::engine
