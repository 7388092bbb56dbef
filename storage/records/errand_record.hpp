#pragma once
// An errand: I/O that Switchroom owes somebody outside. Kept from the moment it is promised until its outcome is known,
// so that a crash in between loses nothing. Pure; any thread.

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/instant.hpp"

namespace switchroom::storage {

enum class ErrandKind : std::uint8_t {
  confirm_subscription,  ///< as connectors::Errand says
  pull_messages,         ///< as connectors::Errand says
  send_reply,            ///< an agent's answer to a customer
};
inline constexpr std::array<std::string_view, 3> errand_kind_names{"confirm_subscription", "pull_messages",
                                                                   "send_reply"};

/// Where in the inbox it was promised: unique in its shard for ever.
struct ErrandId {
  std::uint64_t frame = 0;
  std::uint32_t input = 0;
  friend auto operator<=>(const ErrandId&, const ErrandId&) = default;
};

/// `<frame>-<input>`: a field in Redis, and with `r<shard>-` in front the id of a reply.
std::string to_text(ErrandId id);
/// The reverse; 0-0 for any other text.
ErrandId errand_id_of(std::string_view text);

struct ErrandRecord {
  ErrandKind kind = ErrandKind::send_reply;
  WorkspaceId workspace;
  ChannelId channel;
  Instant at{};
  std::string account;       ///< our end: whose messages are pulled, who answers
  std::string url;           ///< confirm_subscription
  std::string token;         ///< pull_messages
  TicketId ticket;           ///< send_reply, as all below
  std::string agent;         ///< who wrote it
  std::string conversation;  ///< to whom it goes
  std::string to;            ///< our end as the provider spells it
  std::string customer;      ///< his address, where the conversation is spelled in another way
  std::string text;
  std::string approved;                 ///< the template that `text` is made of; empty: none
  std::string language;                 ///< of that template; empty: as the channel's setting says
  std::vector<std::string> parameters;  ///< what fills its gaps
  std::string subject;                  ///< of the mail that is answered
  std::string in_reply_to;              ///< its Message-ID
  bool automatic = false;               ///< no person wrote it
  std::string thread;                   ///< of a mail: the ticket's token
  std::vector<std::string> references;  ///< of the mail that is answered, oldest first
  std::vector<std::string> cc;          ///< who else gets it, by mail
  friend bool operator==(const ErrandRecord&, const ErrandRecord&) = default;
};

/// How a ticket's customer is reached: what the message that opened it says. Kept as long as the ticket.
struct RouteRecord {
  std::string customer;  ///< his address
  std::string conversation;
  std::string account;
  std::string to;
  std::string subject{};     ///< of a mail
  std::string message_id{};  ///< of a mail
  friend bool operator==(const RouteRecord&, const RouteRecord&) = default;
};

/// Version byte first.
std::string encode(const RouteRecord& record);
Result<RouteRecord> decode_route(std::string_view bytes);
std::string encode(const ErrandRecord& record);
/// The reverse. Error `internal` for bytes that `encode` never made.
Result<ErrandRecord> decode_errand(std::string_view bytes);

}  // namespace switchroom::storage
