#include "storage/records/keys.hpp"

#include <fmt/format.h>

namespace switchroom::storage {

constexpr std::uint64_t tickets_per_bucket = 100'000;  // a bucket of closed tickets can be archived whole
constexpr std::int64_t day_ms = 86'400'000;

Keys::Keys(std::uint32_t shard_number)
    : shard(shard_number),
      tag(fmt::format("{{s{:02}}}", shard_number)),
      head(tag + ":head"),
      inbox(tag + ":inbox"),
      own(tag + ":own"),
      identities(tag + ":id"),
      customers(tag + ":c"),
      open(tag + ":open"),
      threads(tag + ":threads"),
      agents(tag + ":agents"),
      groups(tag + ":groups"),
      configs(tag + ":config"),
      drafts(tag + ":drafts"),
      errands(tag + ":errands"),
      claims(tag + ":claims"),
      cursors(tag + ":cursors"),
      held(tag + ":held"),
      out(tag + ":out") {}

std::string Keys::history(CustomerId customer) const { return fmt::format("{}:h:{}", tag, customer.number); }

std::string Keys::closed(TicketId ticket) const {
  return fmt::format("{}:done:{}", tag, ticket.number / tickets_per_bucket);
}

std::string Keys::routes(TicketId ticket) const {
  return fmt::format("{}:route:{}", tag, ticket.number / tickets_per_bucket);
}

std::string Keys::versions(WorkspaceId workspace) const { return fmt::format("{}:config:{}", tag, workspace.number); }

std::string Keys::notes(WorkspaceId workspace) const { return fmt::format("{}:notes:{}", tag, workspace.number); }

std::string Keys::open_of(WorkspaceId workspace, AgentId agent) const {
  return fmt::format("{}:by:{}:{}", tag, workspace.number, agent.number);
}

std::string Keys::outcomes(Instant at) const { return fmt::format("{}:act:{}", tag, ms_of(at) / day_ms); }

}  // namespace switchroom::storage
