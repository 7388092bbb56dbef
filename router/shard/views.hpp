#pragma once
// What can be read of a shard, in names instead of numbers. Plain values: any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/instant.hpp"
#include "config/vocabulary/words.hpp"
#include "connectors/inbound_message.hpp"
#include "router/engine/engine.hpp"
#include "storage/records/customer_record.hpp"
#include "storage/records/held_record.hpp"
#include "storage/records/version_note.hpp"

namespace switchroom::shard {

struct MatchView {
  std::string rule;
  std::string keyword;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct FiguresView {
  std::string agent;  ///< empty: nobody
  engine::Figures figures;
};

/// A decision about a ticket with its reasons.
struct DecisionView {
  std::string type;  ///< `ticket.queued`, `assignment.started`, `assignment.ended`, `ticket.closed`
  Instant at{};
  std::uint64_t sequence = 0;
  std::string agent;
  std::string group;
  std::string reason;  ///< assignment.ended
  std::uint64_t config_version = 0;
  std::vector<MatchView> matches;
  std::vector<std::string> skills;  ///< `refund>=3`
  std::array<std::uint32_t, engine::filter_names.size()> lost{};
  std::array<std::vector<std::string>, engine::filter_names.size()> lost_agents;  ///< up to 20 of each filter
  std::uint32_t candidates = 0;
  FiguresView winner;
  FiguresView runner_up;
  std::int64_t waited_ms = 0;
  std::int64_t score_ms = 0;
  std::uint32_t step = 0;                                    ///< of the ticket's route, from 0
  bool preferred = false;                                    ///< the winner was asked before the others
  std::vector<std::pair<std::string, std::string>> members;  ///< what else the event says: names and JSON values
};

/// A line of a customer's history.
struct MessageView {
  Instant at{};  ///< when it entered the inbox
  TicketId ticket;
  std::string channel;
  connectors::InboundMessage message;
  // What became of it since (settle_states).
  connectors::DeliveryStatus delivery = connectors::DeliveryStatus::none;  ///< of a message of ours
  std::int64_t edited_ms = 0;  ///< when its text was changed last, ms since 1970; 0: never
  bool deleted = false;        ///< its text and attachments are gone
};

struct TicketView {
  TicketId id;
  TicketState state = TicketState::queued;
  CustomerId customer;
  std::string channel;
  std::string conversation;
  std::string group;
  std::string agent;
  Priority priority = Priority::normal;
  std::vector<std::string> skills;
  Instant opened{};
  std::uint64_t version = 0;  ///< the sequence of its last event
  std::vector<MessageView> messages;
  std::vector<DecisionView> decisions;
};

struct CustomerView {
  CustomerId id;
  std::vector<std::string> identities;  ///< `whatsapp:+4917…`
  TicketId open_ticket;                 ///< empty: none
  storage::CustomerFacts facts;
  std::vector<MessageView> messages;  ///< the newest 100, oldest first
  std::vector<TicketId> tickets;      ///< that those messages belong to
};

/// A configuration of a workspace that is or was in force.
struct VersionView {
  std::uint64_t version = 0;
  storage::VersionNote by;  ///< of versions of before there were notes the time alone, or not even that
  bool in_force = false;
};

struct HistoryView {
  std::vector<VersionView> versions;            ///< those that are kept, newest first
  std::optional<storage::VersionNote> draft{};  ///< who stored it; empty: there is none
  std::uint64_t draft_follows = 0;              ///< version in force at that time
};

/// How a group stands.
struct GroupView {
  std::string group;
  engine::GroupState state;
  Units limit;                                              ///< of its members together
  std::array<std::uint32_t, status_names.size()> agents{};  ///< its members by Status
  engine::GroupFairness fairness;                           ///< of this hour
};

/// For `/status`, `/metrics` and `switchroom status`.
struct ShardFigures {
  std::uint32_t shard = 0;
  std::string state;            ///< `taking`, `loading`, `owner`, `standby`, `waiting for Redis`
  std::uint64_t takeovers = 0;  ///< of all processes so far; this process's last one has this number
  std::uint64_t inbox = 0;      ///< number of the newest known inbox entry
  std::uint64_t position = 0;   ///< folded and committed
  std::uint64_t published = 0;  ///< position up to which Kafka has every event
  std::uint64_t marked = 0;     ///< the same as Redis knows it
  std::uint64_t unpublished_events = 0;
  std::int64_t unpublished_oldest_ms = 0;
  std::uint64_t open_tickets = 0;
  std::uint64_t waiting_tickets = 0;
  std::int64_t drift_milli_units = 0;
  std::array<std::size_t, storage::held_kind_names.size()> held{};  ///< messages that wait for others, by HeldKind
  std::uint64_t rolled_back_from = 0;  ///< of the last rollback seen by this process; 0 and 0: none
  std::uint64_t rolled_back_to = 0;
};

}  // namespace switchroom::shard
