#include "tests/router/engine/print.hpp"

#include <sstream>

namespace switchroom::engine {
namespace {

struct Printer {
  std::ostringstream& out;

  void operator()(const Queued& one) const { out << "queued " << one.ticket.number << print(one.why); }
  void operator()(const Started& one) const {
    out << "started " << one.ticket.number << " agent " << one.agent.number << print(one.why);
  }
  void operator()(const Ended& one) const {
    out << "ended " << one.ticket.number << " agent " << one.agent.number << " "
        << word_of(end_reason_names, one.reason);
  }
  void operator()(const Closed& one) const { out << "closed " << one.ticket.number; }
  void operator()(const StatusChanged& one) const {
    out << "agent " << one.agent.number << " " << word_of(status_names, one.from) << " -> "
        << word_of(status_names, one.to);
  }
  template <class Effect>
  void operator()(const Effect&) const {
    out << "effect";
  }
};

void print(std::ostringstream& out, const Figures& one) {
  if (!one.agent) return;
  out << " " << one.agent.number << ":" << one.in_use.milli << "/" << one.limit.milli << "@"
      << ms_of(one.last_assigned);
}

}  // namespace

std::string print(const Explanation& why) {
  std::ostringstream out;
  out << " v" << why.config_version << " group " << why.group.number << " lost";
  for (const std::uint32_t count : why.lost) out << " " << count;
  out << " candidates " << why.candidates;
  print(out, why.winner);
  print(out, why.runner_up);
  out << " waited " << why.waited_ms;
  return out.str();
}

std::string print(const Effect& effect) {
  std::ostringstream out;
  std::visit(Printer{out}, effect);
  return out.str();
}

std::vector<std::string> print(const Effects& effects) {
  std::vector<std::string> lines;
  for (const Effect& effect : effects) lines.push_back(print(effect));
  return lines;
}

}  // namespace switchroom::engine
