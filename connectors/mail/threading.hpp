#pragma once
// What mails are recognised and put in order by: Message-ID, In-Reply-To, References (RFC 5322, 3.6.4) and, as the
// weakest, the subject. Pure: any thread.

#include <string>
#include <string_view>
#include <vector>

namespace switchroom::mail {

/// The ids `<…@…>` of a field without their brackets; words around them are skipped. Of more than 40 the first and the
/// last 20.
std::vector<std::string> read_message_ids(std::string_view field);

/// An id for a mail that has none: the same bytes get the same id, `<32 hex digits>@missing.invalid`.
std::string made_message_id(std::string_view message);

/// The subject in a form that an answer shares with what it answers: without `Re:`, `AW:`, `Fwd:`, `回复：`, `[list]` …
/// in front, in lower case (ASCII), one blank between words. Mails thread by it only with the same sender and within a
/// window of time, which the caller knows.
std::string normalised_subject(std::string_view subject);

/// Whether the subject says that the mail passes on another one (`Fwd:`, `WG:`, `转发：`).
bool is_forward(std::string_view subject);

}  // namespace switchroom::mail
