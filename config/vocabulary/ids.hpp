#pragma once
// Identifiers that can't be mixed up. An id is a number given once by Switchroom and never used again for something
// else. Plain values: any thread.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace switchroom {

/// A number that names one thing of kind `Kind`. Zero names nothing. Converts to and from numbers only on request.
template <class Kind, class Number>
struct Id {
  using number_type = Number;
  Number number = 0;

  constexpr Id() = default;
  constexpr explicit Id(Number value) : number(value) {}
  constexpr explicit operator bool() const { return number != 0; }
  friend constexpr auto operator<=>(Id, Id) = default;
};

using WorkspaceId = Id<struct WorkspaceKind, std::uint32_t>;
using ChannelId = Id<struct ChannelIdKind, std::uint32_t>;
using GroupId = Id<struct GroupKind, std::uint32_t>;
using AgentId = Id<struct AgentKind, std::uint32_t>;
using SkillId = Id<struct SkillKind, std::uint32_t>;
using RuleId = Id<struct RuleKind, std::uint32_t>;
using ChannelKindId = Id<struct ChannelKindIdKind, std::uint32_t>;
using SlaClassId = Id<struct SlaClassKind, std::uint32_t>;
using FlowId = Id<struct FlowKind, std::uint32_t>;
using TagId = Id<struct TagKind, std::uint32_t>;
using TicketTypeId = Id<struct TicketTypeKind, std::uint32_t>;
using CalendarId = Id<struct CalendarKind, std::uint32_t>;
using TemplateId = Id<struct TemplateKind, std::uint32_t>;
using CustomerId = Id<struct CustomerKind, std::uint64_t>;
using TicketId = Id<struct TicketKind, std::uint64_t>;

}  // namespace switchroom

template <class Kind, class Number>
struct std::hash<switchroom::Id<Kind, Number>> {
  std::size_t operator()(switchroom::Id<Kind, Number> id) const noexcept { return std::hash<Number>{}(id.number); }
};
