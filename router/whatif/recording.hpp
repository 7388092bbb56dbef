#pragma once
// The recorded inbox of a workspace as something that can be folded again, under these or under other rules: the same
// messages, statuses and deeds of people, from the same beginning. What had to be assumed: docs/what-if.md. Pure; any
// thread.

#include <boost/unordered/unordered_flat_map.hpp>
#include <compare>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "router/shard/fold.hpp"

namespace switchroom::whatif {

/// What was read from Redis, of one workspace.
struct Material {
  WorkspaceId workspace;
  storage::ConfigRecord in_force;                            ///< now
  std::map<std::uint64_t, storage::VersionRecord> versions;  ///< that are kept
  Instant begin{}, end{};                                    ///< of the window; `end` is the time of the last entry
  std::vector<shard::Entry> entries;                         ///< of the window, by number
  std::vector<storage::Decision> decisions;                  ///< what they caused, in order
  std::vector<engine::AgentState> agents;                    ///< as they are now
  std::vector<std::pair<TicketId, storage::StoredTicket>> tickets;  ///< open now, or named by a decision of the window
  std::map<CustomerId, storage::CustomerFacts> customers;           ///< of the window's tickets, as they are now
  std::map<std::string, CustomerId>
      identities;                      ///< `<kind>:<address>` of those of whom something was sent in the window
  std::set<CustomerId> new_customers;  ///< whose first message lies in the window; of the others with `identities`
                                       ///< asked only if a rule wants to know
};

/// A place in the order of what happens: the time, then the input's place in the window.
struct Moment {
  Instant at = Instant::max();
  std::uint32_t turn = 0;
  friend auto operator<=>(const Moment&, const Moment&) = default;
};

/// What somebody did with a ticket. If an agent had it, it is done so long after the ticket was given to whoever has
/// it.
struct Deed {
  Moment recorded;
  shard::Action action;
  bool held = false;             ///< somebody had the ticket, or its offer
  Milliseconds after{};          ///< since it was given to him
  std::uint32_t assignment = 0;  ///< how often it had been given to somebody in the window, or before it
};

/// A ticket of the window.
struct Case {
  TicketId ticket;
  bool opened = false;      ///< in the window
  Instant opened_at{};      ///< in the window
  AgentId first_agent{};    ///< who got it first in the window, as it was recorded
  std::vector<Deed> deeds;  ///< in order
};

struct Event {
  enum class Kind : std::uint8_t { arrive, write, set_status, log_out, present, absent, facts, clocks, configure };
  Moment moment;
  Kind kind = Kind::arrive;
  std::uint32_t subject = 0;  ///< arrive, write: index of the case; configure: of the document; facts: of them
  const storage::MessageInput* message = nullptr;  ///< arrive, write; the recording's
  bool first_contact = false;
  CustomerId customer;                    ///< arrive, write, facts
  std::optional<std::uint32_t> previous;  ///< arrive: the case of the customer's ticket before, if it has one
  AgentId agent{};
  Status status = Status::offline;
  storage::ClocksInput clocks{};
};

struct Recording {
  WorkspaceId workspace;
  std::string name;
  std::uint64_t first_version = 1;  ///< of the configuration in force at the beginning
  std::uint64_t version = 1;        ///< of the one in force now
  std::string numbering;            ///< of today, encoded: it knows every name of the window
  Instant begin{}, end{};
  std::vector<std::string> documents;      ///< the first is in force at the beginning
  std::vector<engine::AgentState> agents;  ///< at the beginning
  std::vector<engine::OpenTicket> open;    ///< at the beginning; each has a case
  std::vector<Case> cases;
  std::vector<Event> events;
  std::vector<shard::Entry> entries;                       ///< `events` point into it
  std::deque<storage::MessageInput> made;                  ///< likewise: enquiries that an agent opened a second ticket
                                                           ///< for, and messages that came in parts
  std::map<CustomerId, storage::CustomerFacts> customers;  ///< at the beginning
  std::vector<storage::CustomerFacts> changed_facts;       ///< that other systems sent in the window
  bool knows_first_rules = true;  ///< false: `documents` begins with the oldest one that is still kept

  /// The index of a ticket's case. The ticket has one.
  std::uint32_t case_of(TicketId ticket) const { return numbers.at(ticket); }
  boost::unordered_flat_map<TicketId, std::uint32_t, std::hash<TicketId>> numbers;
};

/// Of whom other systems sent something in the window: identities, `<kind>:<address>`.
std::set<std::string> told_of(const Material& material, std::string_view workspace);

/// Whether `document` has a rule that asks for first contacts.
bool asks_for_first_contact(const workspace::Workspace& document);

/// Puts the recording together. Error `internal` for a numbering that can't be read.
Result<Recording> recording_of(Material material);

}  // namespace switchroom::whatif
