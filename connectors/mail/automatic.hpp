#pragma once
// Mail that no person wrote to us: answers of machines (RFC 3834), reports about our own mails (RFC 3464, 8098),
// mailing lists and loops. It opens no ticket and gets no automatic answer. Pure: any thread.

#include <cstdint>
#include <string>
#include <string_view>

#include "connectors/mail/mime_parts.hpp"

namespace switchroom::mail {

/// Who wrote a mail.
enum class Origin : std::uint8_t { person, machine, report, list, loop };
inline constexpr std::string_view origin_names[]{"person", "machine", "report", "list", "loop"};

/// What a report says about a mail of ours.
struct DeliveryReport {
  std::string action;      ///< `failed`, `delayed`, `delivered`, `relayed`, `expanded`; empty: no delivery report
  std::string status;      ///< `5.1.1`
  std::string recipient;   ///< whom it did not reach
  std::string message_id;  ///< of the mail that it speaks of, if that was returned
};

/// `envelope_from`: the return path, `<>` for none; empty if it is not known. `loop_mark`: what our own mails carry in
/// X-Loop; empty: none.
Origin origin_of(const MimeMessage& message, std::string_view envelope_from, std::string_view loop_mark);

/// The report in a multipart/report; empty for every other mail. Of several recipients the first that failed.
DeliveryReport read_report(const MimeMessage& message);

}  // namespace switchroom::mail
