#pragma once
// What can be read of a shard, as the JSON of docs/openapi.yaml. Pure; any thread.

#include <boost/json/value.hpp>
#include <cstdint>
#include <string>

#include "config/vocabulary/instant.hpp"
#include "router/shard/action.hpp"
#include "router/shard/views.hpp"

namespace switchroom::api {

/// RFC 3339 in UTC with milliseconds; empty for an instant of zero (never).
std::string rfc3339(Instant at);

/// A ticket without its messages and decisions, for lists.
boost::json::object ticket_summary(const shard::TicketView& ticket, std::uint32_t shard);
/// A group with its figures; units as numbers, times in milliseconds.
boost::json::object group_document(const shard::GroupView& group);

/// A ticket with its history and the reasons of each decision.
boost::json::object ticket_document(const shard::TicketView& ticket, std::uint32_t shard);
boost::json::object customer_document(const shard::CustomerView& customer, std::uint32_t shard);
boost::json::object decision_document(const shard::DecisionView& decision);
boost::json::object message_document(const shard::MessageView& message, std::uint32_t shard);
/// An action's outcome: `done`, what it changed, and why it was refused if it was.
boost::json::object outcome_document(const shard::Outcome& outcome, std::uint32_t shard);
boost::json::object error_document(const Error& error);
/// Adds who put a version in force, when and what for; nothing if nobody noted it.
void add_note(boost::json::object& object, const storage::VersionNote& note);

}  // namespace switchroom::api
