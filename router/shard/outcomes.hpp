#pragma once
// Outcomes of actions. Pure; any thread.

#include <string>
#include <utility>

#include "router/shard/action.hpp"
#include "storage/records/ticket_record.hpp"

namespace switchroom::shard {

/// Nothing was changed, for this reason.
inline Outcome refuse(Error error) {
  Outcome outcome;
  outcome.refused = std::move(error);
  return outcome;
}

/// Nothing was changed: what stood at `where`, and what would be right.
inline Outcome refuse(Fault fault, std::string where, std::string found, std::string expected) {
  return refuse(Error{fault, std::move(where), std::move(found), std::move(expected)});
}

/// A ticket as it stands now.
inline Outcome about(TicketId id, const storage::TicketRecord& record) {
  Outcome outcome;
  outcome.ticket = id;
  outcome.version = record.sequence;
  outcome.state = record.state;
  return outcome;
}

}  // namespace switchroom::shard
