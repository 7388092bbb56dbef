#include "router/engine/explain.hpp"

#include "router/engine/plan.hpp"

namespace switchroom::engine {

Explanation explain(const Choice& choice, const Ticket& ticket, const Roster& roster, Instant at) {
  Explanation why;
  why.config_version = roster.version();
  why.group = roster.groups()[roster.pools()[choice.pool].group].id;
  why.waited_ms = (at - ticket.entered).count();
  why.score_ms = score_ms(ticket, roster, at);
  why.step = ticket.step;
  why.preferred = choice.preferred;
  why.candidates = choice.left.back();
  auto before = static_cast<std::uint32_t>(roster.agents().size());
  for (std::size_t filter = 0; filter < choice.left.size(); ++filter) {
    why.lost[filter] = before - choice.left[filter];
    before = choice.left[filter];
  }
  return why;
}

}  // namespace switchroom::engine
