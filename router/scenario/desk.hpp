#pragma once
// A router at work for one workspace, as the shard keeps one: customers and their tickets, the rules, the engine, and
// the rights of those who act. One scenario's thread.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/workspace/numbering.hpp"
#include "router/classify/classifier.hpp"
#include "router/engine/engine.hpp"
#include "router/scenario/scenario.hpp"

namespace switchroom::scenario {

class Desk {
 public:
  Desk();

  /// Puts a configuration in force.
  void configure(std::shared_ptr<const workspace::Workspace> workspace, Instant at);
  /// Lets clocks strike that are due at or before `at`.
  void advance(Instant at);
  std::optional<Instant> next_due() const { return engine_.next_due(); }
  /// Carries out a deed, whose names the workspace has. What is not allowed is told as refused.
  void act(const Deed& deed, const std::map<std::string, Customer>& customers, Instant at);

  /// What came of all this since the last call.
  engine::Effects take_effects() { return std::exchange(effects_, {}); }
  /// What the rules found in the message of the last deed; empty: it was no message.
  const std::optional<std::pair<TicketId, workspace::Classification>>& found() const { return found_; }
  /// Why the last deed was refused before the engine was asked; empty: it was not.
  const std::string& objection() const { return objection_; }

  const engine::Engine& engine() const { return engine_; }
  const workspace::Numbering& names() const { return *numbering_; }

 private:
  /// Whose a ticket is, and how it came.
  struct Origin {
    std::string customer;
    std::string channel;
    TicketTypeId type;
  };

  void apply(const engine::Input& input, Instant at);
  void write(const Deed& deed, const Customer& customer, Instant at);
  void write_again(TicketId ticket, classify::Facts facts, Instant at);
  void open(const Deed& deed, const workspace::Channel& channel, classify::Facts facts, Instant at);
  void open_another(const Deed& deed, const std::map<std::string, Customer>& customers, Instant at);
  void start_clocks(Instant at);
  void restart();
  void act_on_ticket(const Deed& deed, Instant at);
  std::optional<engine::Input> input_of(const Deed& deed, Instant at) const;
  std::string why_not(const Deed& deed) const;
  AgentId agent(const std::string& name) const { return AgentId{numbering_->agents.find(name)}; }
  bool is_agent_only(const std::string& name) const;

  std::shared_ptr<const workspace::Workspace> workspace_;
  std::shared_ptr<workspace::Numbering> numbering_;
  std::optional<classify::Classifier> classifier_;
  std::shared_ptr<const engine::Hours> hours_;
  std::uint64_t version_ = 0;
  engine::Engine engine_;
  engine::Effects effects_;
  std::map<std::pair<std::string, std::string>, TicketId> last_tickets_;  ///< by customer and channel kind
  std::map<TicketId, Origin> origins_;
  std::map<TicketId, engine::OpenTicket> closed_;
  std::uint64_t tickets_made_ = 0;
  std::optional<std::pair<TicketId, workspace::Classification>> found_;
  std::string objection_;
};

}  // namespace switchroom::scenario
