#pragma once
// What a person or a console asks for, and what came of it. Plain values: any thread.

#include <cstdint>
#include <optional>
#include <string>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/words.hpp"

namespace switchroom::shard {

enum class ActionKind : std::uint8_t { set_status, close_ticket, apply_configuration, reply };

/// An action goes through the inbox like a message. Its key is looked up before the ticket's version: a retry gets the stored outcome.
struct Action {
  ActionKind kind = ActionKind::set_status;
  std::string workspace;
  std::string idempotency_key;  ///< 1–255 bytes, unique per workspace for a day
  std::string actor;            ///< agent id, or the token's label
  Role role = Role::agent;
  std::string agent;            ///< set_status: whose
  Status status = Status::offline;
  TicketId ticket;                       ///< close_ticket, reply
  std::optional<std::uint64_t> version;  ///< close_ticket: refuse if the ticket's version is another
  std::string document;                  ///< apply_configuration: the YAML text, valid already; reply: the text
};

/// What came of an action; the same for each retry with its key.
struct Outcome {
  std::optional<Error> refused;  ///< empty: done
  TicketId ticket;
  std::uint64_t version = 0;     ///< the ticket's after the action (or now, if it was refused as stale); configuration: its version
  TicketState state = TicketState::queued;  ///< the ticket's
  std::string words;             ///< apply_configuration: the difference in words; reply: its id
};

}  // namespace switchroom::shard
