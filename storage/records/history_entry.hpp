#pragma once
// A line of a customer's history: a message, a part of one, a decision about one of his tickets, or where a mail of his
// stands. Pure; any thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/instant.hpp"
#include "connectors/inbound_message.hpp"
#include "storage/records/decision.hpp"

namespace switchroom::storage {

struct MessageLine {
  Instant at{};
  std::uint64_t fingerprint = 0;
  TicketId ticket;  ///< empty: it belongs to none
  ChannelId channel;
  connectors::InboundMessage message;
};

/// A part of the message whose line follows, besides the part that gave it its id.
struct PartLine {
  Instant at{};
  std::uint64_t fingerprint = 0;
  ChannelId channel;
  std::string provider_id;
};

/// A message of his to another customer's ticket: it stands in the history of that one.
struct ElsewhereLine {
  Instant at{};
  std::uint64_t fingerprint = 0;
  TicketId ticket;
};

using HistoryLine = std::variant<MessageLine, Decision, PartLine, ElsewhereLine>;

void encode_line(Instant at, std::uint64_t fingerprint, TicketId ticket, ChannelId channel,
                 const connectors::InboundMessage& message, std::string& bytes);
void encode_line(const Decision& decision, std::string& bytes);
void encode_line(const PartLine& part, std::string& bytes);
void encode_line(const ElsewhereLine& line, std::string& bytes);

Result<HistoryLine> decode_line(std::string_view bytes);

/// Time and fingerprint of a message, here or elsewhere, or of a part, without decoding the rest; zero fingerprint for
/// other lines.
struct LineStamp {
  Instant at{};
  std::uint64_t fingerprint = 0;
};
LineStamp stamp_of(std::string_view bytes);

}  // namespace switchroom::storage
