#pragma once
// What the router does, in words: a line for each effect, the same in stories and scenarios. Pure; any thread.

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "config/workspace/classification.hpp"
#include "config/workspace/numbering.hpp"
#include "router/engine/engine.hpp"

namespace switchroom::scenario {

/// Words for an instant.
using TimeWords = std::function<std::string(Instant)>;

class Telling {
 public:
  /// `names` outlives this.
  Telling(const workspace::Numbering& names, TimeWords time) : names_(names), time_(std::move(time)) {}

  /// What the rules found in a ticket's message; empty if none matched.
  std::string found(TicketId ticket, const workspace::Classification& found) const;
  /// A line that begins with whom or what it is about, parts of it behind `; `.
  std::string effect(const engine::Effect& effect) const;

  /// How things stand: `t1 is assigned to ann in support`.
  std::string ticket(const engine::OpenTicket& ticket) const;
  std::string agent(const engine::AgentState& agent) const;
  std::string group(const engine::GroupState& group) const;

  std::string name(TicketId id) const { return "t" + std::to_string(id.number); }
  std::string name(AgentId id) const { return std::string{names_.agents.name_of(id.number)}; }
  std::string name(GroupId id) const { return std::string{names_.groups.name_of(id.number)}; }
  std::string name(FlowId id) const { return std::string{names_.flows.name_of(id.number)}; }
  std::string time(Instant at) const { return time_(at); }

 private:
  const workspace::Numbering& names_;
  TimeWords time_;
};

/// The words with which a line of `Telling` goes on after whom it is about: `goes to`, `waits in` …
std::span<const std::string_view> told_phrases();

/// A duration such as `5m` or `90s`; a negative one as 0s.
std::string duration_words(std::int64_t ms);

}  // namespace switchroom::scenario
