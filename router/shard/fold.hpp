#pragma once
// state = fold(inbox): what each input means. Duplicate, customer, ticket, classification, decision, action. No I/O:
// whatever has to be read first is named by `needs` and brought by `learn`. The same inputs always give the same
// decisions. The owner's thread.

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "router/shard/action_record.hpp"
#include "router/shard/customers.hpp"
#include "router/shard/held_back.hpp"
#include "router/shard/prepared.hpp"
#include "router/shard/threads.hpp"
#include "router/shard/workspaces.hpp"
#include "storage/records/commit.hpp"
#include "storage/records/decision.hpp"
#include "storage/records/frame.hpp"
#include "storage/records/history_entry.hpp"
#include "storage/records/keys.hpp"

namespace switchroom::shard {

/// An inbox entry, decoded.
struct Entry {
  std::uint64_t n = 0;
  Instant at{};
  std::vector<storage::FrameInput> inputs;
  std::chrono::steady_clock::time_point began{};  ///< when its append was sent; zero if it was read; for latencies only
};

/// What has to be read from Redis before some entries can be folded. Each once.
struct Needs {
  std::vector<std::string> identities;                            ///< fields of `identities`
  std::vector<CustomerId> customers;                              ///< known by address, but not at hand
  std::vector<std::pair<WorkspaceId, std::string>> outcome_keys;  ///< idempotency keys of actions
  std::vector<TicketId> closed_tickets;                           ///< tickets that actions name and that are not open
  std::vector<TicketId> routes;                                   ///< of tickets that are answered
  std::vector<std::string> changed_by;                            ///< of `identities`: their histories' names as well
  std::vector<CustomerId> names;                                  ///< customers whose histories' names are needed
  bool empty() const {
    return identities.empty() && customers.empty() && outcome_keys.empty() && closed_tickets.empty() &&
           routes.empty() && names.empty();
  }
};

/// The outcome of an action, to be told once it is committed.
struct Answered {
  std::string workspace;
  std::string key;
  Outcome outcome;
};

/// What a batch of entries caused.
struct Batch {
  explicit Batch(const storage::Keys& keys) : commit(keys) {}
  storage::Commit commit;
  std::vector<storage::Decision> decisions;
  std::vector<Answered> answers;
  std::vector<Entry> entries;  ///< put here by the caller: message events are rendered from them
  std::vector<std::pair<storage::ErrandId, storage::ErrandRecord>> owed;  ///< to be done once this is committed
  std::size_t duplicates = 0;
  std::vector<std::string_view> dead_letters;  ///< reason label of each
  std::vector<storage::HeldKind> given_up;     ///< what had waited too long, or was too much
  std::vector<Compiled> replaced;  ///< configurations that are not in force any more; freeing them takes time
  unsigned compiled_in_place = 0;  ///< documents that were not prepared beside the fold
};

struct FoldSettings {
  std::array<std::uint64_t, 2> fingerprint_key{};
  std::size_t customers_cached = 200'000;
  std::array<HeldBounds, storage::held_kind_names.size()> held = default_held_bounds;
  std::string poison;  ///< fault injection: a message with exactly this text aborts the process; empty: none
};

class Fold {
 public:
  /// `keys` outlives the fold.
  Fold(const storage::Keys& keys, FoldSettings settings, ParseDocument parse);

  /// Takes back stored state; before the first entry.
  Result<WorkspaceState*> restore(WorkspaceId id, const storage::ConfigRecord& record);
  /// A ticket that was taken back before stays as it is.
  Result<void> restore(TicketId id, storage::StoredTicket stored);
  /// So many tickets will be taken back: room is made for them at once.
  void expect_tickets(std::size_t count) { open_.reserve(count); }
  void restore(WorkspaceId workspace, AgentId agent, const storage::AgentRecord& record);
  void restore(WorkspaceId workspace, GroupId group, std::int64_t minute, std::uint32_t arrivals);
  void restore(storage::ErrandId id, storage::ErrandRecord record);
  void restore(storage::HeldId id, storage::HeldRecord record);
  /// The mails of an open ticket; of another they are left out.
  void restore(TicketId id, storage::ThreadRecord record);
  /// The place in a partition of the topic of commands.
  void restore(std::int32_t partition, std::int64_t offset) { commands_[partition] = offset; }
  void restore_counters(std::uint64_t customers, std::uint64_t tickets);
  /// This input is not folded; it becomes a dead letter.
  void skip(std::uint64_t frame, std::uint32_t input) { skipped_.emplace(frame, input); }
  /// Whether any input of this entry is not folded.
  bool skips_some_of(std::uint64_t frame) const {
    const auto next = skipped_.lower_bound({frame, 0});
    return next != skipped_.end() && next->first == frame;
  }

  /// What is missing to fold `entries`, in their order.
  Needs needs(std::span<const Entry> entries);
  void learn_identity(std::string field, CustomerId customer) { customers_.learn(std::move(field), customer); }
  void learn_customer(CustomerId id, Customer customer) { customers_.learn(id, std::move(customer)); }
  void learn_outcome(WorkspaceId workspace, const std::string& key, std::optional<StoredOutcome> outcome);
  void learn_closed(TicketId id, storage::StoredTicket stored) { closed_.insert(id, std::move(stored)); }
  void learn_route(TicketId id, storage::RouteRecord record) { routes_.insert(id, std::move(record)); }
  /// A line of a customer's history, oldest first; those of histories that are not too long.
  void learn_line(CustomerId id, const storage::HistoryLine& line);
  /// The history has so many lines; before the first line.
  void learn_names(CustomerId id, std::size_t lines);
  /// They could not be read to the end.
  void forget_names(CustomerId id) { names_.erase(id); }
  bool knows_names(CustomerId id) { return names_.find(id) != nullptr; }
  std::optional<CustomerId> customer_at(std::string_view identity) { return customers_.find(identity); }
  /// Documents that the next entry puts in force, ready; without it they are compiled when it is folded.
  void learn_prepared(std::vector<Prepared> prepared) { prepared_ = std::move(prepared); }
  bool knows(CustomerId id) { return customers_.find(id) != nullptr; }
  /// The last ticket of a customer at hand if it is closed and has not been learnt; else empty.
  TicketId closed_ticket_of(CustomerId id);

  /// Folds an entry. Entries come with n rising by one; everything `needs` named was learnt.
  void fold(const Entry& entry);
  /// Folds one input of an entry; for those who must know which input it is that ends the process. Inputs come in
  /// order.
  void fold(const Entry& entry, std::uint32_t input);
  /// What was folded since the last call.
  Batch take_batch();

  /// Whose action it is for the engine: an agent's own rights and scope; empty: a supervisor's or a console's, who have
  /// all.
  static AgentId actor_of(const WorkspaceState& workspace, const Action& action);
  /// An action about a ticket, or a logout, as the engine is told of it; empty for other kinds.
  static std::optional<engine::Input> input_of(const WorkspaceState& workspace, const Action& action);

  const Workspaces& workspaces() const { return workspaces_; }
  Workspaces& workspaces() { return workspaces_; }
  /// Null unless it is open.
  const storage::TicketRecord* open_ticket(TicketId id) const;
  std::size_t open_tickets() const { return open_.size(); }
  /// What was promised and not settled yet.
  const std::map<storage::ErrandId, storage::ErrandRecord>& errands() const { return errands_; }
  /// How much is held back, by HeldKind.
  auto held() const { return held_.counts(); }
  /// When the next clock strikes; empty: none runs.
  std::optional<Instant> next_due() const;
  /// Since when clocks of offers and replies stand still; zero: they run.
  Instant clocks_stopped() const { return clocks_stopped_; }
  /// Whose consoles show signs of life, and are missed when they stop.
  const std::set<std::pair<WorkspaceId, AgentId>>& watched() const { return watched_; }
  /// By partition of the topic of commands: the first that was not carried out yet.
  const std::map<std::int32_t, std::int64_t>& commands() const { return commands_; }
  /// Recounted minus counted units, over all workspaces: 0.
  Units drift() const;

 private:
  struct OpenTicket {
    storage::TicketRecord record;
    bool changed = false;
    bool reopened = false;  // was closed, perhaps in the same batch
  };
  /// Where the next event stands.
  struct Place {
    std::uint64_t frame = 0;
    std::uint32_t index = 0;
    std::uint32_t input = 0;
    Instant at{};
  };

  /// A message that takes its place in the history.
  struct Arrival {
    const storage::MessageInput& input;
    CustomerId customer;
    std::uint64_t fingerprint = 0;
    bool released = false;                  // it is not the input at hand
    std::vector<std::uint64_t> names = {};  // that it has besides its own
  };

  void fold_input(const storage::MessageInput& input);
  void fold_input(const storage::DeadLetterInput& input);
  void fold_input(const storage::ActionInput& input);
  void fold_input(const storage::SkipInput& input);
  void fold_input(const storage::RollbackInput& input);
  void fold_input(const storage::ErrandInput& input);
  void fold_input(const storage::SettledInput& input);
  void fold_input(const storage::AdvanceInput& input);
  void fold_input(const storage::ClocksInput& input);
  void fold_input(const storage::PresenceInput& input);
  void fold_input(const storage::SetBackInput& input);
  void give_grace_again(WorkspaceState& workspace);
  void owe(storage::ErrandId id, storage::ErrandRecord record);
  bool is_told(const connectors::InboundMessage& message) const;

  void need(const storage::MessageInput& input, Needs& needs);
  void need(const storage::ActionInput& input, Needs& needs);
  void need(std::string_view identity, Needs& needs);
  void need_names(std::string_view identity, const storage::MessageInput& input, Needs& needs);
  void need_due(Instant at, Needs& needs);

  std::pair<CustomerId, Customer*> customer_of(WorkspaceState& workspace, std::string_view kind,
                                               const connectors::InboundMessage& message);
  std::pair<CustomerId, Customer*> join(WorkspaceState& workspace, CustomerId id, std::vector<std::string> addresses);
  void touch(CustomerId id, Customer& customer);
  TicketId open_for(WorkspaceState& workspace, const workspace::Channel& channel, CustomerId id, Customer& customer,
                    const connectors::InboundMessage& message, storage::RouteRecord route);
  void tell_opened(WorkspaceState& workspace, const workspace::Channel& channel, TicketId ticket, TicketId last);
  void wrote_again(WorkspaceState& workspace, const workspace::Channel& channel, const Customer& customer,
                   TicketId ticket, const connectors::InboundMessage& message);
  void auto_reply(WorkspaceState& workspace, const workspace::Channel& channel, TicketId ticket, GroupId group,
                  TemplateId answer);
  std::string owe_reply(const WorkspaceState& workspace, TicketId ticket, const storage::TicketRecord& record,
                        const storage::RouteRecord& route, storage::ErrandRecord said);
  void record_message(WorkspaceState& workspace, const Arrival& arrival, TicketId ticket);
  void append_line(CustomerId customer, std::string line);

  std::uint64_t name_of(CustomerId customer, ChannelId channel, std::string_view name) const;
  std::uint64_t key_of(const storage::HeldRecord& record) const;
  std::vector<std::uint64_t> names_of(CustomerId customer, ChannelId channel,
                                      const connectors::InboundMessage& message) const;
  void note_names(CustomerId customer, const std::vector<std::uint64_t>& names, bool lasting);
  bool must_wait(CustomerId customer, const storage::MessageInput& input);
  void hold_back(const storage::MessageInput& input, CustomerId customer, std::uint64_t fingerprint);
  void put_held(storage::HeldId id, storage::HeldRecord record);
  storage::HeldRecord take_held(storage::HeldId id);
  void keep_bounds(storage::HeldKind kind, CustomerId customer);
  void settle(WorkspaceState& workspace, const workspace::Channel& channel, const Arrival& arrival);
  void place(WorkspaceState& workspace, const workspace::Channel& channel, const Arrival& arrival);
  void give_up(storage::HeldId id, std::string_view why);
  void give_up_due();
  void recall(CustomerId customer, std::uint64_t fingerprint);
  void tell_given_up(const storage::HeldRecord& record, std::string_view why);

  bool take_part(WorkspaceState& workspace, const workspace::Channel& channel, const Arrival& part);
  bool is_late(const Arrival& part, std::vector<storage::HeldId>& parts);
  storage::HeldRecord join(const std::vector<storage::HeldId>& parts, std::vector<std::uint64_t>& names);
  void deliver(WorkspaceState& workspace, const workspace::Channel& channel, const std::vector<storage::HeldId>& parts);
  void deliver_incomplete(storage::HeldId part, std::string_view why);
  static bool is_mail(const workspace::Channel& channel);
  TicketId thread_of(const WorkspaceState& workspace, const workspace::Channel& channel,
                     const connectors::InboundMessage& message) const;
  TicketId closed_thread_of(const WorkspaceState& workspace, const workspace::Channel& channel,
                            const connectors::InboundMessage& message) const;
  static Milliseconds thread_kept_for(const WorkspaceState& workspace, const storage::TicketRecord& record);
  void note_mail(const WorkspaceState& workspace, const workspace::Channel& channel, const Arrival& arrival,
                 TicketId ticket);
  static bool is_ours(const WorkspaceState& workspace, std::string_view account, std::string_view address);
  static std::vector<std::string> others_of(const WorkspaceState& workspace, const connectors::InboundMessage& message);
  static Result<std::vector<std::string>> copies_of(const WorkspaceState& workspace, const workspace::Channel& channel,
                                                    const storage::RouteRecord& route,
                                                    const std::vector<std::string>& named);
  std::vector<std::string> kept_copies(const workspace::Channel& channel, TicketId ticket) const;
  void put_thread(const WorkspaceState& workspace, TicketId ticket, storage::ErrandRecord& errand) const;
  bool take_automatic_answer(const workspace::Channel& channel, TicketId ticket, CustomerId id);
  void put_threads();
  void dead_letter(WorkspaceId workspace, ChannelId channel, std::string reason, std::string_view label);

  void note_command(std::string_view key);
  Outcome act(const Action& action);
  Outcome set_status(const Action& action);
  Outcome apply_configuration(const Action& action);
  Outcome reply(const Action& action);
  Outcome set_customer(WorkspaceState& workspace, const Action& action);
  Outcome open_second(WorkspaceState& workspace, const Action& action);
  Outcome set_tags(WorkspaceState& workspace, const Action& action);
  Outcome save_draft(const WorkspaceState& workspace, const Action& action);
  Outcome discard_draft(const WorkspaceState& workspace);
  Prepared prepared_for(const Action& action, const WorkspaceState* workspace);
  void put_in_force(WorkspaceState& workspace, Compiled compiled, std::string document);

  void take_effects(WorkspaceState& workspace);
  void take(WorkspaceState& workspace, const engine::Queued& effect);
  void take(WorkspaceState& workspace, const engine::Started& effect);
  void take(WorkspaceState& workspace, const engine::Ended& effect);
  void take(WorkspaceState& workspace, const engine::Closed& effect);
  void take(WorkspaceState& workspace, const engine::StatusChanged& effect);
  void take(WorkspaceState& workspace, const engine::Offered& effect);
  void take(WorkspaceState& workspace, const engine::OfferAccepted& effect);
  void take(WorkspaceState& workspace, const engine::OfferDeclined& effect);
  void take(WorkspaceState& workspace, const engine::OfferLapsed& effect);
  void take(WorkspaceState& workspace, const engine::OfferWithdrawn& effect);
  void take(WorkspaceState& workspace, const engine::StateChanged& effect);
  void take(WorkspaceState& workspace, const engine::StepEntered& effect);
  void take(WorkspaceState& workspace, const engine::Escalated& effect);
  void take(WorkspaceState& workspace, const engine::ClockSet& effect);
  void take(WorkspaceState& workspace, const engine::ClockWarned& effect);
  void take(WorkspaceState& workspace, const engine::ClockBreached& effect);
  void take(WorkspaceState& workspace, const engine::Parked& effect);
  void take(WorkspaceState& workspace, const engine::Overflowed& effect);
  void take(WorkspaceState& workspace, const engine::Refused& effect);
  void take(WorkspaceState& workspace, const engine::Reminder& effect);
  void take(WorkspaceState& workspace, const engine::Paused& effect);
  void take(WorkspaceState& workspace, const engine::Resumed& effect);
  void take(WorkspaceState& workspace, const engine::ShiftChanged& effect);
  void take(WorkspaceState& workspace, const engine::FlowEntered& effect);
  void take(WorkspaceState& workspace, const engine::FlowReturned& effect);
  void take(WorkspaceState& workspace, const engine::CollaborationRequested& effect);
  void take(WorkspaceState& workspace, const engine::CollaborationReminded& effect);
  void take(WorkspaceState& workspace, const engine::CollaborationEnded& effect);
  void take(WorkspaceState& workspace, const engine::BouncedBack& effect);
  void take(WorkspaceState& workspace, const engine::Reopened& effect);
  void take(WorkspaceState& workspace, const engine::PriorityChanged& effect);
  void take(WorkspaceState& workspace, const engine::SkillsChanged& effect);
  void take(WorkspaceState& workspace, const engine::AutoReply& effect);
  void take(WorkspaceState& workspace, const engine::WrapUpEnded& effect);
  void tell_linked(WorkspaceState& workspace, TicketId ticket, TicketId last);
  void tell_auto_reply(WorkspaceState& workspace, TicketId ticket, GroupId group, std::string_view name,
                       std::string_view reply);
  void tell_tags(WorkspaceState& workspace, TicketId ticket, AgentId by);
  storage::Decision& route_event(WorkspaceState& workspace, TicketId ticket, std::string_view label);
  storage::Decision& agent_event(WorkspaceState& workspace, AgentId agent, std::string_view label);
  void end_offer(WorkspaceState& workspace, TicketId ticket, AgentId agent, std::string_view label,
                 std::uint32_t in_a_row);
  void copy_touched(WorkspaceState& workspace);
  Outcome act_on_agent(WorkspaceState& workspace, const Action& action);
  Outcome act_on_ticket(WorkspaceState& workspace, const Action& action);
  static std::optional<Error> why_not(const WorkspaceState& workspace, const Action& action,
                                      const storage::TicketRecord& record);
  void settle_reopening(TicketId ticket);
  storage::Decision& decide(storage::DecisionKind kind, const WorkspaceState& workspace);
  storage::Decision& decide(storage::DecisionKind kind, const WorkspaceState& workspace, TicketId id,
                            storage::TicketRecord& record);
  void keep(const storage::Decision& decision);
  OpenTicket& touch(TicketId id);
  void touch_agent(WorkspaceId workspace, AgentId agent);

  const storage::Keys& keys_;
  FoldSettings settings_;
  ParseDocument parse_;
  Workspaces workspaces_;
  Customers customers_;
  boost::unordered_flat_map<TicketId, OpenTicket, std::hash<TicketId>> open_;
  // What was closed and answered lately, committed or not, and what was read for the entries at hand.
  Generations<TicketId, storage::StoredTicket, std::hash<TicketId>, std::equal_to<TicketId>> closed_{16'384};
  Generations<std::string, std::optional<StoredOutcome>, TextHash, std::equal_to<>> outcomes_{16'384};
  Generations<TicketId, storage::RouteRecord, std::hash<TicketId>, std::equal_to<TicketId>> routes_{16'384};
  Threads threads_;
  std::vector<Prepared> prepared_;
  std::map<WorkspaceId, std::uint64_t> drafts_;  // digests of those stored since this owner began
  std::map<storage::ErrandId, storage::ErrandRecord> errands_;
  std::pair<std::uint64_t, storage::ErrandId> settled_before_;  // the entry that settled once more, and what
  HeldBack held_;
  std::set<storage::HeldId> changed_held_;
  Generations<CustomerId, MessageNames, std::hash<CustomerId>, std::equal_to<CustomerId>> names_{4'096};
  // Of answers sent lately: most receipts come soon after, and need no look into the history.
  Generations<std::uint64_t, bool, std::hash<std::uint64_t>, std::equal_to<std::uint64_t>> recent_names_{65'536};
  std::uint64_t customers_made_ = 0;
  std::uint64_t tickets_made_ = 0;
  std::set<std::pair<std::uint64_t, std::uint32_t>> skipped_;

  Place place_;
  engine::Effects effects_;
  std::unique_ptr<Batch> batch_;
  std::vector<TicketId> changed_tickets_;
  std::vector<CustomerId> changed_customers_;
  boost::unordered_flat_set<std::uint64_t> changed_agents_;
  boost::unordered_flat_set<std::uint64_t> changed_groups_;
  std::optional<engine::Refused> refused_;  // by the last action
  Instant clocks_stopped_{};
  std::set<std::pair<WorkspaceId, AgentId>> watched_;
  Instant last_at_{};  // of the entry before
  std::map<std::int32_t, std::int64_t> commands_;
};

}  // namespace switchroom::shard
