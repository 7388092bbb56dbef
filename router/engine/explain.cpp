#include "router/engine/explain.hpp"

namespace switchroom::engine {

Explanation explain(const Choice& choice, const Ticket& ticket, const Roster& roster, Instant at) {
  Explanation why;
  why.config_version = roster.version();
  why.group = ticket.open.group;
  why.waited_ms = (at - ticket.open.entered).count();
  why.candidates = choice.group_full ? 0 : choice.roomy;
  const auto lost_at = [&](Filter filter, std::uint32_t before, std::uint32_t after) {
    why.lost[static_cast<std::size_t>(filter)] = before - after;
  };
  lost_at(Filter::not_in_group, static_cast<std::uint32_t>(roster.agents().size()), choice.members);
  lost_at(Filter::no_skill, choice.members, choice.skilled);
  lost_at(Filter::status, choice.skilled, choice.receiving);
  lost_at(Filter::at_limit, choice.receiving, choice.roomy);
  lost_at(Filter::group_limit, choice.roomy, why.candidates);
  return why;
}

}  // namespace switchroom::engine
