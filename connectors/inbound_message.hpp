#pragma once
// A message in Switchroom's own words, whatever the provider. Plain values: any thread.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace switchroom::connectors {

/// What a message is. The first ones are written by a customer and open or continue a ticket (`opens_ticket`).
enum class MessageKind : std::uint8_t {
  text,
  image,
  video,
  audio,
  file,
  sticker,
  location,
  contact,
  order,
  button,
  command,
  share,
  unsupported,
  edit,
  deletion,
  reaction,
  status,
  typing,
  echo,
  system,
  opt_out,
  opt_in,
};
inline constexpr std::array<std::string_view, 22> message_kind_names{
    "text",   "image",  "video",   "audio",  "file",        "sticker", "location", "contact",
    "order",  "button", "command", "share",  "unsupported", "edit",    "delete",   "reaction",
    "status", "typing", "echo",    "system", "opt_out",     "opt_in"};

/// True for what a customer writes; false for receipts, echoes, edits, deletions, reactions and notices.
constexpr bool opens_ticket(MessageKind kind) { return kind <= MessageKind::unsupported; }

/// How far a message of ours has come; only moves forward. `none` on every kind but `status`.
enum class DeliveryStatus : std::uint8_t { none, sent, delivered, read, failed };
inline constexpr std::array<std::string_view, 5> delivery_status_names{"", "sent", "delivered", "read", "failed"};

/// A file by reference; fetched only when somebody asks for it.
struct Attachment {
  MessageKind kind = MessageKind::file;  ///< image, video, audio, file or sticker
  std::string id;                        ///< the provider's id, if it has one
  std::string url;                       ///< where the file is, if the provider says so; holds no secret
  std::string mime_type;
  std::string sha256;  ///< as the provider wrote it
  std::string filename;
  friend bool operator==(const Attachment&, const Attachment&) = default;
};

/// A place on earth in degrees (WGS 84).
struct Location {
  bool present = false;
  double latitude = 0;
  double longitude = 0;
  std::string name;
  std::string address;
  friend bool operator==(const Location&, const Location&) = default;
};

/// Which part of a long message it is, where a provider does not join them.
struct MessagePart {
  std::string ref;           ///< the same in all parts of a message; the sender uses it again later
  std::uint32_t number = 0;  ///< from 1
  std::uint32_t total = 0;   ///< 0: no part of anything
  friend bool operator==(const MessagePart&, const MessagePart&) = default;
};

/// One message, receipt or notice. Ids are text also where the provider has numbers. Times are UTC.
struct InboundMessage {
  std::string provider_id;  ///< unique within the account; recognises a repeated delivery
  MessageKind kind = MessageKind::text;
  std::string from;          ///< the other party's address: E.164 with `+`, a user id …; on an echo our own
  std::string from_alias;    ///< a second address of the same person, if the provider tells one
  std::string to;            ///< our address as the provider names it
  std::string account;       ///< our end: phone_number_id, bot id, our number
  std::string conversation;  ///< the other party, or the group
  std::int64_t at_ms = 0;    ///< the provider's time, ms since 1970; 0: the provider tells none
  std::string text;
  std::string payload;  ///< a button's hidden value
  std::string ref;      ///< the message that is edited, deleted, reacted to, or whose status this is; a status without:
                        ///< of all that we sent in the conversation until `at_ms`
  std::string reply_to;     ///< id of the quoted message
  std::string reply_token;  ///< what the provider wants back with an answer, for a minute or so: a secret, in no JSON
  std::string thread;       ///< the thread or topic inside the conversation, if the provider has such
  DeliveryStatus status = DeliveryStatus::none;
  std::string error;  ///< why it failed, in the provider's code; only on `status`
  std::vector<Attachment> media;
  Location location;
  std::string name;                     ///< the sender's display name
  std::string phone;                    ///< the person's number in E.164, where `from` is another address
  std::string language;                 ///< the provider's hint, BCP 47, if any
  std::string subject;                  ///< of a mail or form
  std::string in_reply_to;              ///< Message-ID of the mail that this one answers
  std::vector<std::string> references;  ///< Message-IDs of its thread, oldest first
  std::string auto_submitted;           ///< the header of that name (RFC 3834), or the word that stands for it
  std::vector<std::string>
      recipients;      ///< a mail: all whom it was sent to, ours first; an answer by mail: who got it, too
  MessagePart part;    ///< in no JSON: the shard joins parts
  bool blind = false;  ///< a mail whose To and Cc name no address of ours: no machine answers it; in no JSON
  friend bool operator==(const InboundMessage&, const InboundMessage&) = default;
};

}  // namespace switchroom::connectors
