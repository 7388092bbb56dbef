// Entries say what came in; decisions say what that meant: which ticket a message belongs to, and whether an action was
// done or refused. Both stand in order, so one walk over both is enough.

#include "router/whatif/recording.hpp"

#include <algorithm>
#include <optional>

#include "router/whatif/beginning.hpp"

namespace switchroom::whatif {
namespace {

using storage::Decision;
using storage::DecisionKind;

/// What is known of a ticket while the window is walked through.
struct Progress {
  bool held = false;
  Instant since{};
  std::uint32_t assignments = 0;
};

class Walk {
 public:
  Walk(const Material& material, Recording& recording, const workspace::Numbering& names)
      : material_(material), recording_(recording), names_(names), decisions_(material.decisions) {
    for (const engine::OpenTicket& ticket : recording.open) {
      const std::uint32_t index = add_case(ticket.id);
      const bool held = ticket.agent && ticket.state != TicketState::queued && ticket.state != TicketState::resolved;
      progress_[index] = {held, ticket.held_since, held ? 1U : 0U};
    }
  }

  void run() {
    for (const shard::Entry& entry : recording_.entries)
      for (std::uint32_t input = 0; input < entry.inputs.size(); ++input, ++turn_) {
        take_caused(entry.n, input);
        moment_ = {entry.at, turn_};
        std::visit([this](const auto& one) { on(one); }, entry.inputs[input]);
        for (const Decision& decision : caused_) on_released(decision);
        for (const Decision& decision : caused_) follow(decision);
      }
  }

 private:
  /// The decisions of one input, of this workspace.
  void take_caused(std::uint64_t frame, std::uint32_t input) {
    const std::size_t begin = next_;
    while (next_ < decisions_.size() && decisions_[next_].frame == frame && decisions_[next_].input == input) ++next_;
    caused_ = decisions_.subspan(begin, next_ - begin);
  }

  std::uint32_t add_case(TicketId ticket) {
    const auto index = static_cast<std::uint32_t>(recording_.cases.size());
    recording_.cases.push_back({.ticket = ticket, .deeds = {}});
    recording_.numbers.emplace(ticket, index);
    progress_.emplace_back();
    return index;
  }

  std::optional<std::uint32_t> known(TicketId ticket) const {
    const auto found = recording_.numbers.find(ticket);
    return found == recording_.numbers.end() ? std::nullopt : std::optional{found->second};
  }

  Event& tell(Event::Kind kind) {
    Event& event = recording_.events.emplace_back();
    event.moment = moment_;
    event.kind = kind;
    return event;
  }

  template <class Other>
  void on(const Other&) {}  // time passes by itself; errands and dead letters move no ticket

  void on(const storage::MessageInput& input) {
    if (!connectors::opens_ticket(input.message.kind)) return;
    const auto recorded = std::ranges::find(caused_, DecisionKind::message_recorded, &Decision::kind);
    if (recorded != caused_.end()) written(input, *recorded);  // else it came twice, or is a part
  }

  /// A message that was put together of parts.
  void on_released(const Decision& decision) {
    if (decision.kind != DecisionKind::message_released) return;
    Result<storage::MessageInput> input = storage::decode_message_input(decision.message);
    if (!input || !connectors::opens_ticket(input->message.kind)) return;
    written(recording_.made.emplace_back(std::move(*input)), decision);
  }

  void written(const storage::MessageInput& input, const Decision& recorded) {
    if (!recorded.ticket) return;
    const bool opens = std::ranges::any_of(caused_, [&](const Decision& one) {
      return one.ticket == recorded.ticket && one.sequence == 1 && !storage::tells_message(one.kind);
    });
    auto index = known(recorded.ticket);
    if (!opens && !index) return;
    if (!index) index = add_case(recorded.ticket);
    if (opens) recording_.cases[*index].opened = true, recording_.cases[*index].opened_at = moment_.at;
    Event& event = tell(opens ? Event::Kind::arrive : Event::Kind::write);
    event.message = &input;
    note_customer(event, *index, recorded.customer);
  }

  void note_customer(Event& event, std::uint32_t index, CustomerId customer) {
    event.subject = index;
    event.customer = customer;
    if (event.kind != Event::Kind::arrive) return;
    const auto last = last_.find(customer);
    if (last != last_.end()) event.previous = last->second;
    event.first_contact = last == last_.end() && material_.new_customers.contains(customer);
    last_[customer] = index;
  }

  /// A second ticket that an agent opened for the customer's other enquiry.
  void open_second(std::string text) {
    const auto first =
        std::ranges::find_if(caused_, [&](const Decision& one) { return one.sequence == 1 && one.ticket; });
    if (first == caused_.end() || known(first->ticket)) return;
    const std::uint32_t index = add_case(first->ticket);
    recording_.cases[index].opened = true, recording_.cases[index].opened_at = moment_.at;
    storage::MessageInput& enquiry = recording_.made.emplace_back();
    enquiry.workspace = recording_.workspace;
    enquiry.channel = first->channel;
    enquiry.message.text = std::move(text);
    Event& event = tell(Event::Kind::arrive);
    event.message = &enquiry;
    note_customer(event, index, first->customer);
  }

  void on(const storage::PresenceInput& input) {
    if (input.workspace == recording_.workspace)
      tell(input.present ? Event::Kind::present : Event::Kind::absent).agent = input.agent;
  }

  void on(const storage::ClocksInput& input) { tell(Event::Kind::clocks).clocks = input; }

  void on(const storage::ActionInput& input) {
    Result<shard::Action> action = shard::decode_action(input.action);
    if (!action || action->workspace != recording_.name) return;
    const AgentId agent{names_.agents.find(action->agent)};
    switch (action->kind) {
      case shard::ActionKind::set_status:
        if (!agent) return;
        tell(Event::Kind::set_status).agent = agent;
        recording_.events.back().status = action->status;
        return;
      case shard::ActionKind::log_out:
        if (agent) tell(Event::Kind::log_out).agent = agent;
        return;
      case shard::ActionKind::apply_configuration:
        if (std::ranges::find(caused_, DecisionKind::configuration_applied, &Decision::kind) == caused_.end()) return;
        recording_.documents.push_back(std::move(action->document));
        tell(Event::Kind::configure).subject = static_cast<std::uint32_t>(recording_.documents.size() - 1);
        return;
      case shard::ActionKind::set_customer:
        return learn(*action);
      case shard::ActionKind::open_ticket:
        return open_second(std::move(action->document));
      default:
        return note_deed(std::move(*action));
    }
  }

  /// What another system says of a customer from now on. Whoever is not among them wrote nothing in the window.
  void learn(const shard::Action& action) {
    const auto customer = material_.identities.find(action.identity);
    Result<storage::CustomerFacts> facts = storage::decode_facts(action.document);
    if (customer == material_.identities.end() || !facts) return;
    Event& event = tell(Event::Kind::facts);
    event.customer = customer->second;
    event.subject = static_cast<std::uint32_t>(recording_.changed_facts.size());
    recording_.changed_facts.push_back(std::move(*facts));
  }

  /// A refused action caused nothing. An answer that changes nothing else causes nothing either, and is a deed.
  void note_deed(shard::Action action) {
    const auto index = known(action.ticket);
    if (!index || (caused_.empty() && action.kind != shard::ActionKind::reply)) return;
    const Progress& now = progress_[*index];
    recording_.cases[*index].deeds.push_back({.recorded = moment_,
                                              .action = std::move(action),
                                              .held = now.held,
                                              .after = now.held ? moment_.at - now.since : Milliseconds{},
                                              .assignment = now.assignments});
  }

  void follow(const Decision& decision) {
    const auto index = known(decision.ticket);
    if (!index) return;
    Progress& progress = progress_[*index];
    if (const AgentId agent = given_to(decision)) {
      progress = {true, decision.at, progress.assignments + 1};
      AgentId& first = recording_.cases[*index].first_agent;
      if (!first) first = agent;
    } else if (takes_away(decision)) {
      progress.held = false;
    }
  }

  const Material& material_;
  Recording& recording_;
  const workspace::Numbering& names_;
  std::span<const Decision> decisions_, caused_;
  std::size_t next_ = 0;
  std::uint32_t turn_ = 0;
  Moment moment_;
  std::vector<Progress> progress_;            // by case
  std::map<CustomerId, std::uint32_t> last_;  // case of a customer's last ticket
};

bool asks(const workspace::Condition& condition) {
  return condition.kind == workspace::ConditionKind::first_contact ||
         std::ranges::any_of(condition.parts, [](const workspace::Condition& part) { return asks(part); });
}

/// The document in force at the beginning: the one before the first that was applied in the window.
std::string first_document(const Material& material, Recording& recording) {
  const auto applied = std::ranges::find(material.decisions, DecisionKind::configuration_applied, &Decision::kind);
  if (applied == material.decisions.end()) return material.in_force.document;
  const auto before = material.versions.lower_bound(std::max<std::uint64_t>(applied->config_version, 2) - 1);
  recording.first_version = before == material.versions.end() ? material.in_force.version : before->first;
  recording.knows_first_rules =
      before != material.versions.end() && (before->first < applied->config_version || applied->config_version == 1);
  return before == material.versions.end() ? material.in_force.document : before->second.document;
}

}  // namespace

std::set<std::string> told_of(const Material& material, std::string_view workspace) {
  std::set<std::string> identities;
  for (const shard::Entry& entry : material.entries)
    for (const storage::FrameInput& input : entry.inputs) {
      const auto* action = std::get_if<storage::ActionInput>(&input);
      if (action == nullptr) continue;
      Result<shard::Action> decoded = shard::decode_action(action->action);
      if (!decoded || decoded->kind != shard::ActionKind::set_customer || decoded->workspace != workspace) continue;
      identities.insert(std::move(decoded->identity));
    }
  return identities;
}

bool asks_for_first_contact(const workspace::Workspace& document) {
  return std::ranges::any_of(document.rules, [](const workspace::Rule& rule) { return rule.when && asks(*rule.when); });
}

Result<Recording> recording_of(Material material) {
  const Result<workspace::Numbering> names = workspace::decode_numbering(material.in_force.numbering);
  if (!names) return std::unexpected(names.error());
  Recording recording;
  recording.workspace = material.workspace;
  recording.name = material.in_force.name;
  recording.numbering = material.in_force.numbering;
  recording.version = recording.first_version = material.in_force.version;
  recording.begin = material.begin;
  recording.end = material.end;
  recording.documents.push_back(first_document(material, recording));
  recording.agents = agents_at_the_beginning(material);
  recording.open = tickets_at_the_beginning(material, *names);
  recording.entries = std::move(material.entries);
  recording.customers = std::move(material.customers);
  for (const auto& [identity, customer] : material.identities)
    if (material.new_customers.contains(customer)) recording.customers.erase(customer);  // nothing was said of him yet
  Walk(material, recording, *names).run();
  return recording;
}

}  // namespace switchroom::whatif
