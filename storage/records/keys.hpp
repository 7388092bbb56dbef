#pragma once
// Names of a shard's keys in Redis. They share one hash tag, so a script over them is atomic on Redis Cluster too
// ("Redis Cluster specification", hash tags). What each holds: docs/records.md. Plain values: any thread.

#include <cstdint>
#include <string>

#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/instant.hpp"

namespace switchroom::storage {

struct Keys {
  explicit Keys(std::uint32_t shard_number);

  std::uint32_t shard;
  std::string tag;         ///< `{s07}`
  std::string head;        ///< hash: n, ms of the newest inbox entry; b = bytes ever put into inbox and out
  std::string inbox;       ///< stream `<n>-0`: t = ms, f = frame, b = `head`'s b with it
  std::string own;         ///< hash: inc, epoch, owner, seen, pos, pub, customers, tickets, try, at
  std::string identities;  ///< hash: `<workspace> <kind>:<address>` → customer number
  std::string customers;   ///< hash: customer number → CustomerRecord
  std::string open;        ///< hash: ticket number → TicketRecord, only tickets that are not closed
  std::string threads;     ///< hash: ticket number → ThreadRecord, open or closed not long ago
  std::string agents;      ///< hash: `<workspace>:<agent>` → AgentRecord
  std::string groups;      ///< hash: `<workspace>:<group>` → minute since 1970 and arrivals in it
  std::string configs;     ///< hash: workspace number → ConfigRecord
  std::string drafts;      ///< hash: workspace number → DraftRecord
  std::string errands;     ///< hash: `<frame>-<input>` → ErrandRecord, only errands whose outcome is not known yet
  std::string claims;      ///< hash: `<frame>-<input>` → incarnation of the owner that was about to do it
  std::string cursors;     ///< hash: `<workspace>:<channel>:<account>` → where the next pull goes on
  std::string held;        ///< hash: `<frame>-<input>` → HeldRecord: what waits for the message that it belongs to
  std::string out;         ///< stream `<n>-0`: i = incarnation, d = decisions; kept until Kafka has acknowledged them

  std::string history(CustomerId customer) const;                   ///< list of HistoryEntry
  std::string closed(TicketId ticket) const;                        ///< hash: ticket number → TicketRecord
  std::string open_of(WorkspaceId workspace, AgentId agent) const;  ///< set of ticket numbers
  std::string routes(TicketId ticket) const;                        ///< hash: ticket number → RouteRecord
  std::string versions(WorkspaceId workspace) const;                ///< hash: version → VersionRecord
  std::string notes(WorkspaceId workspace) const;                   ///< hash: version → VersionNote
  std::string outcomes(Instant at) const;  ///< hash of a UTC day: `<workspace> <key>` → outcome
};

}  // namespace switchroom::storage
