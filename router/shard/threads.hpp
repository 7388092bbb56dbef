#pragma once
// Which ticket a mail belongs to. What says so is kept of open tickets, so it is bounded by them, and of closed ones
// for a while, of which the bytes are bounded. The owner's thread.

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/inbound_message.hpp"
#include "router/shard/thread_token.hpp"
#include "storage/records/thread_record.hpp"

namespace switchroom::shard {

/// So many ids and subjects are kept of a ticket, the newest.
inline constexpr std::size_t thread_ids_max = 200;
inline constexpr std::size_t thread_subjects_max = 20;
/// So much memory, roughly, is kept of closed tickets; those that go first leave first.
inline constexpr std::size_t closed_threads_bytes_max = std::size_t{32} << 20U;

class Threads {
 public:
  Threads(const ShardKey& key, std::uint32_t shard, std::size_t closed_bytes_max = closed_threads_bytes_max)
      : key_(key), shard_(shard), closed_bytes_max_(closed_bytes_max) {}

  /// Takes back what is stored of a ticket that is open or, by its `kept_until`, closed.
  void restore(TicketId ticket, storage::ThreadRecord record);

  /// The open ticket that a mail names: by a token in a recipient's address, by an id of ours, or by an id that is
  /// known; in this order, the newest id first. Empty: none. `is_open` is asked of tickets that a token names.
  TicketId named_by(WorkspaceId workspace, const connectors::InboundMessage& message,
                    const std::function<bool(TicketId)>& is_open) const;
  /// The closed ticket that a mail names in the same way, if it is kept at `now`. Empty: none.
  TicketId closed_named_by(WorkspaceId workspace, const connectors::InboundMessage& message, Instant now) const;
  /// The open ticket to which the same sender wrote by the same subject, `Re:` and the like apart, since `earliest`.
  TicketId with_subject(WorkspaceId workspace, const connectors::InboundMessage& message, Instant earliest) const;

  /// A mail, in or out, belongs to this ticket. An id that another one has, open or kept, stays with it.
  void note_id(WorkspaceId workspace, TicketId ticket, std::string_view message_id);
  /// A person wrote it at `at`: it is what the next answer names, and by its subject he may go on.
  void note_mail(WorkspaceId workspace, TicketId ticket, const connectors::InboundMessage& message, Instant at);
  /// Whom the customer's newest mail has in copy.
  void note_copies(TicketId ticket, std::vector<std::string> addresses);
  /// A second ticket of the same conversation: its answers name the same mail.
  void continue_as(TicketId ticket, TicketId second);
  /// The ticket is closed: no mail finds it any more, but what is known of it stays until then, if there is room.
  void close(TicketId ticket, Instant kept_until);
  /// It is open again, with the mails that it had.
  void reopen(TicketId ticket);
  /// Forgets closed tickets that need not be kept at `now`.
  void forget_closed(Instant now);

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
  using Accepts = std::function<bool(TicketId)>;
  TicketId named_by(WorkspaceId workspace, const connectors::InboundMessage& message, const Accepts& by_token,
                    const Accepts& by_id) const;
  TicketId known(WorkspaceId workspace, std::string_view message_id) const;
  bool is_open(TicketId ticket) const;
  void erase(TicketId ticket);
  std::uint64_t digest_of_id(WorkspaceId workspace, std::string_view message_id) const;
  std::optional<std::uint64_t> digest_of_subject(WorkspaceId workspace,
                                                 const connectors::InboundMessage& message) const;
  storage::ThreadRecord& change(TicketId ticket);
  void note_subject(TicketId ticket, std::uint64_t digest, Instant at);
  void lose_subject(TicketId ticket, std::uint64_t digest);

  ShardKey key_;
  std::uint32_t shard_;
  std::size_t closed_bytes_max_;
  std::size_t closed_bytes_ = 0;
  std::set<std::pair<Instant, TicketId>> closed_;  // the first to go first
  boost::unordered_flat_map<TicketId, storage::ThreadRecord, std::hash<TicketId>> records_;
  boost::unordered_flat_map<std::uint64_t, TicketId> by_id_;
  boost::unordered_flat_map<std::uint64_t, Named> by_subject_;
  boost::unordered_flat_set<TicketId, std::hash<TicketId>> changed_;
};

}  // namespace switchroom::shard
