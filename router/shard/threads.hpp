#pragma once
// Which open ticket a mail belongs to. Everything that says so is kept for open tickets only, so it is bounded by them.
// The owner's thread.

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/inbound_message.hpp"
#include "router/shard/thread_token.hpp"
#include "storage/records/thread_record.hpp"

namespace switchroom::shard {

/// So many ids and subjects are kept of a ticket, the newest.
inline constexpr std::size_t thread_ids_max = 200;
inline constexpr std::size_t thread_subjects_max = 20;

class Threads {
 public:
  Threads(const ShardKey& key, std::uint32_t shard) : key_(key), shard_(shard) {}

  /// Takes back what is stored of an open ticket.
  void restore(TicketId ticket, storage::ThreadRecord record);

  /// The open ticket that a mail names: by a token in a recipient's address, by an id of ours, or by an id that is
  /// known; in this order, the newest id first. Empty: none. `is_open` is asked of tickets that a token names.
  TicketId named_by(WorkspaceId workspace, const connectors::InboundMessage& message,
                    const std::function<bool(TicketId)>& is_open) const;
  /// The open ticket to which the same sender wrote by the same subject, `Re:` and the like apart, since `earliest`.
  TicketId with_subject(WorkspaceId workspace, const connectors::InboundMessage& message, Instant earliest) const;

  /// A mail, in or out, belongs to this open ticket. An id that another ticket has stays with it.
  void note_id(WorkspaceId workspace, TicketId ticket, std::string_view message_id);
  /// A person wrote it at `at`: it is what the next answer names, and by its subject he may go on.
  void note_mail(WorkspaceId workspace, TicketId ticket, const connectors::InboundMessage& message, Instant at);
  /// A second ticket of the same conversation: its answers name the same mail.
  void continue_as(TicketId ticket, TicketId second);
  /// The ticket is closed.
  void erase(TicketId ticket);

  /// Null if no mail belongs to it. Valid until the next change.
  const storage::ThreadRecord* find(TicketId ticket) const;
  std::string token_of(WorkspaceId workspace, TicketId ticket) const {
    return thread_token(key_, shard_, workspace, ticket);
  }
  /// Tickets of which something changed since the last call.
  std::vector<TicketId> take_changed();

 private:
  struct Named {
    TicketId ticket;
    Instant at{};
  };
  TicketId known(WorkspaceId workspace, std::string_view message_id) const;
  std::uint64_t digest_of_id(WorkspaceId workspace, std::string_view message_id) const;
  std::optional<std::uint64_t> digest_of_subject(WorkspaceId workspace,
                                                 const connectors::InboundMessage& message) const;
  storage::ThreadRecord& change(TicketId ticket);
  void note_subject(TicketId ticket, std::uint64_t digest, Instant at);

  ShardKey key_;
  std::uint32_t shard_;
  boost::unordered_flat_map<TicketId, storage::ThreadRecord, std::hash<TicketId>> records_;
  boost::unordered_flat_map<std::uint64_t, TicketId> by_id_;
  boost::unordered_flat_map<std::uint64_t, Named> by_subject_;
  boost::unordered_flat_set<TicketId, std::hash<TicketId>> changed_;
};

}  // namespace switchroom::shard
