#pragma once
// The closed sets of words that documents, API, events and metrics share, and their spelling. Any thread.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace switchroom {

/// What an agent says of himself. Which of them may receive work is set per group.
enum class Status : std::uint8_t { online, busy, away, offline };
inline constexpr std::array<std::string_view, 4> status_names{"online", "busy", "away", "offline"};

/// Where a ticket stands. New words go to the end: their numbers are stored.
enum class TicketState : std::uint8_t { queued, assigned, closed, offered, waiting_customer, snoozed, resolved };
inline constexpr std::array<std::string_view, 7> ticket_state_names{
    "queued", "assigned", "closed", "offered", "waiting_customer", "snoozed", "resolved"};

/// How urgent a ticket is; each has a head start in the queue (workspace setting).
enum class Priority : std::uint8_t { low, normal, high, urgent };
inline constexpr std::array<std::string_view, 4> priority_names{"low", "normal", "high", "urgent"};

/// What a person or a console may do.
enum class Role : std::uint8_t { admin, supervisor, agent };
inline constexpr std::array<std::string_view, 3> role_names{"admin", "supervisor", "agent"};

/// Why an assignment ended. New words go to the end: their numbers are stored.
enum class EndReason : std::uint8_t {
  closed,
  agent_removed,
  resolved,
  transferred,
  no_reply,
  agent_lost,
  logged_out,
  flow,
  escalated,
};
inline constexpr std::array<std::string_view, 9> end_reason_names{
    "closed", "agent_removed", "resolved", "transferred", "no_reply", "agent_lost", "logged_out", "flow", "escalated"};

/// Why an agent's status changed.
enum class StatusReason : std::uint8_t { self, configuration, missed, lost, logout, supervisor };
inline constexpr std::array<std::string_view, 6> status_reason_names{"self", "configuration", "missed",
                                                                     "lost", "logout",        "supervisor"};

/// The word of an enumerator that counts up from 0.
template <class Enum, std::size_t count>
constexpr std::string_view word_of(const std::array<std::string_view, count>& words, Enum value) {
  return words.at(static_cast<std::size_t>(value));
}

/// The enumerator of a word; empty if it is none of them. Compares exactly.
template <class Enum, std::size_t count>
constexpr std::optional<Enum> from_word(const std::array<std::string_view, count>& words, std::string_view word) {
  for (std::size_t i = 0; i < count; ++i)
    if (words[i] == word) return static_cast<Enum>(i);
  return std::nullopt;
}

}  // namespace switchroom
