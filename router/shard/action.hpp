#pragma once
// What a person or a console asks for, and what came of it. Plain values: any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/instant.hpp"
#include "config/vocabulary/words.hpp"

namespace switchroom::shard {

/// Their numbers are stored: new ones go to the end.
enum class ActionKind : std::uint8_t {
  set_status,
  close_ticket,
  apply_configuration,
  reply,
  accept,
  decline,
  resolve,
  reopen,
  snooze,
  set_priority,
  assign,
  transfer,
  enter_flow,
  flow_done,
  collaborate,
  collaboration_done,
  escalate,
  log_out,
  set_skills,
  set_tags,
  open_ticket,
  set_customer,
  save_draft,
  discard_draft,
};
inline constexpr std::size_t action_kinds = 24;

/// An action goes through the inbox like a message. Its key is looked up before the ticket's version: a retry gets the
/// stored outcome.
struct Action {
  ActionKind kind = ActionKind::set_status;
  std::string workspace;
  std::string idempotency_key;  ///< 1–255 bytes, unique per workspace for a day
  std::string actor;            ///< agent id, or the token's label
  Role role = Role::agent;
  std::string agent;  ///< set_status, log_out: whose; assign, transfer: to whom
  Status status = Status::offline;
  TicketId ticket;                       ///< close_ticket, reply
  std::optional<std::uint64_t> version;  ///< close_ticket: refuse if the ticket's version is another;
                                         ///< apply_configuration: if that in force is another, 0 for none
  std::string group;                     ///< transfer, collaborate
  std::string flow;                      ///< enter_flow
  Instant until{};                       ///< snooze
  Priority priority = Priority::normal;  ///< set_priority
  bool force = false;                    ///< assign, transfer: also above a limit
  std::string document;  ///< apply_configuration, save_draft: the YAML text, valid already; reply: the text;
                         ///< open_ticket: what it is about; set_customer: storage::encode(CustomerFacts)
  std::vector<std::pair<std::string, int>> skills;  ///< set_skills: with the minimum, 1–10
  std::vector<std::string> tags;                    ///< set_tags
  std::string identity;                             ///< set_customer: `<kind>:<address>`
  std::string approved{};                           ///< reply: the template that makes the text, instead
  std::string language{};                           ///< reply: of the template; empty: the channel's
  std::vector<std::string> parameters{};            ///< reply: what fills the template's gaps, at most 100
  std::optional<std::vector<std::string>> cc{};     ///< reply by mail: who gets it, too; empty: as the channel says
  std::string note{};                               ///< apply_configuration, save_draft: what for
  bool ends_draft = false;                          ///< apply_configuration: the draft is done with
};

/// What came of an action; the same for each retry with its key.
struct Outcome {
  std::optional<Error> refused;  ///< empty: done
  TicketId ticket;
  std::uint64_t version =
      0;  ///< the ticket's after the action (or now, if it was refused as stale); configuration: its version
  TicketState state = TicketState::queued;  ///< the ticket's
  std::string words;                        ///< apply_configuration: the difference in words; reply: its id
};

}  // namespace switchroom::shard
