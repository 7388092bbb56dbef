#pragma once
// Agents and tickets at the beginning of a window, told backwards from how they are now and from what the window
// decided. Pure; any thread.

#include <vector>

#include "router/whatif/recording.hpp"

namespace switchroom::whatif {

/// Whom a decision gave a ticket to, or offered it; empty: nobody.
AgentId given_to(const storage::Decision& decision);
/// Whether a decision took a ticket away from whoever had it or its offer.
bool takes_away(const storage::Decision& decision);

/// Statuses as they were: what the first change in the window says it was before, else as it is now. When each got work
/// last, likewise. Who was added to the configuration in the window is left out: each set of rules says how he begins.
/// Pauses, ramps and wrap-up times are not known: nobody is in one.
std::vector<engine::AgentState> agents_at_the_beginning(const Material& material);

/// The tickets that were open, each with whoever had it, by the first thing that the window says of it. Of their clocks
/// only promises (SLA classes) are known that are still to be kept or were broken in the window.
std::vector<engine::OpenTicket> tickets_at_the_beginning(const Material& material, const workspace::Numbering& names);

}  // namespace switchroom::whatif
