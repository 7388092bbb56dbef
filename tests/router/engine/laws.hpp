#pragma once
// Laws that hold after every input, told from stored state and effects alone, without knowing how anything was chosen.

#include <map>
#include <string>
#include <vector>

#include "router/engine/engine.hpp"

namespace switchroom::engine {

/// What an input did: tickets before and after it, and what it told.
struct Deed {
  const Configure& configuration;
  const std::map<TicketId, OpenTicket>& before;
  const std::vector<OpenTicket>& after;
  const std::vector<AgentState>& agents;
  const Effects& effects;
};

/// The first law that is broken, in words; empty if all hold:
/// - whom the router gave work, and nobody then took beyond his limits by hand or by waking, is within them, and so is
///   the group;
/// - whoever got work from the router is on shift, in a status in which the group gets work, and a member or a senior;
/// - the router gives no ticket away while another one like it has waited longer;
/// - an explanation counts every agent once and names its winner, and the second of several.
std::string broken_law(const Deed& deed);

}  // namespace switchroom::engine
