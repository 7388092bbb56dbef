// Calendars, classes of service, flows and requests for help.

#include <algorithm>
#include <unordered_set>

#include "config/workspace/advice.hpp"
#include "config/workspace/amounts.hpp"

namespace switchroom::workspace {
namespace {

/// Who goes by a calendar, for an explanation; empty: nobody.
std::string user_of(const Workspace& workspace, std::string_view calendar) {
  const auto by = [&](const auto& items, std::string_view sort) -> std::string {
    for (const auto& item : items)
      if (item.calendar == calendar) return std::string{sort} + ' ' + in_quotes(item.id);
    return {};
  };
  if (const std::string agent = by(workspace.agents, "the shifts of the agent"); !agent.empty()) return agent;
  return by(workspace.sla, "the clocks of the class");
}

void advise_calendars(Advice& advice) {
  const std::vector<Calendar>& calendars = advice.workspace.calendars;
  for (std::size_t i = 0; i < calendars.size() && !advice.full(); ++i) {
    if (ever_opens(calendars[i])) continue;
    const std::string user = user_of(advice.workspace, calendars[i].id);
    advice.warn(
        calendars[i].place, element("calendars", i),
        "the calendar " + in_quotes(calendars[i].id) + " that never opens" + (user.empty() ? "" : ", for " + user),
        "times under `hours`");
  }
}

void advise_sla(Advice& advice) {
  const std::vector<SlaClass>& classes = advice.workspace.sla;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const SlaClass& sla = classes[i];
    const std::string path = element("sla", i);
    if (!sla.first_reply_ms && !sla.next_reply_ms && !sla.resolve_ms && sla.slope == 1000)
      advice.warn(sla.place, path, "the class " + in_quotes(sla.id) + " that promises nothing",
                  "`first_reply`, `next_reply`, `resolve` or `slope`");
    if (sla.first_reply_ms && sla.resolve_ms && *sla.resolve_ms < *sla.first_reply_ms)
      advice.warn(sla.place, path + ".resolve", "an end before the first reply, at " + duration_text(*sla.resolve_ms),
                  "no less than " + duration_text(*sla.first_reply_ms));
  }
}

std::size_t place_of_node(const Flow& flow, std::string_view id) {
  return static_cast<std::size_t>(std::ranges::find(flow.nodes, id, &FlowNode::id) - flow.nodes.begin());
}

void advise_flow(Advice& advice, const Flow& flow, const std::string& path) {
  std::unordered_set<std::size_t> passed;
  std::size_t at = 0;
  while (at < flow.nodes.size() && passed.insert(at).second)
    at = flow.nodes[at].next.empty() ? flow.nodes.size() : place_of_node(flow, flow.nodes[at].next);
  if (at < flow.nodes.size())
    advice.warn(flow.nodes[at].place, element(path + ".nodes", at),
                "the node " + in_quotes(flow.nodes[at].id) + " that comes again and again",
                "a last node without `next`, so that the ticket returns to its agent");
  for (std::size_t i = 0; i < flow.nodes.size(); ++i)
    if (!passed.contains(i))
      advice.warn(flow.nodes[i].place, element(path + ".nodes", i),
                  "the node " + in_quotes(flow.nodes[i].id) + " that is never reached", "a node whose `next` it is");
}

void advise_collaboration(Advice& advice) {
  const Collaboration& asked = advice.workspace.collaboration;
  if (asked.escalate_ms <= asked.notify_ms)
    advice.warn({}, "collaboration.escalate", duration_text(asked.escalate_ms),
                "more than `notify`: " + duration_text(asked.notify_ms));
  if (asked.respond_ms && *asked.respond_ms <= asked.notify_ms)
    advice.warn({}, "collaboration.respond", duration_text(*asked.respond_ms),
                "more than `notify`: " + duration_text(asked.notify_ms) + ", or nobody is ever told");
}

}  // namespace

void advise_clocks(Advice& advice) {
  advise_calendars(advice);
  advise_sla(advice);
  for (std::size_t i = 0; i < advice.workspace.flows.size(); ++i)
    advise_flow(advice, advice.workspace.flows[i], element("flows", i));
  advise_collaboration(advice);
}

}  // namespace switchroom::workspace
