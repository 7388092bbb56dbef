#pragma once
// The way back: an agent's answer as a request to the provider, and what the provider's answer means. Pure: no I/O, no
// clock, no state; any thread. A kind of channel that can't carry an answer has no row here.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "connectors/connector.hpp"
#include "connectors/replies/access_token.hpp"
#include "connectors/replies/posting.hpp"

namespace switchroom::replies {

/// A text that the provider has approved before, with what stands in its gaps.
struct ApprovedText {
  std::string name;      ///< at the provider; empty: the answer is a plain text
  std::string language;  ///< as the provider writes it (`en_US`); empty: the channel's setting decides
  std::vector<std::string> parameters;
};

/// What an agent answers.
struct Reply {
  std::string id;            ///< ours: `r<shard>-<frame>-<input>`
  std::string conversation;  ///< as the customer's messages name it
  std::string account;       ///< our end: phone_number_id, bot id, our number
  std::string to;            ///< our end as the provider spells it in the customer's messages
  std::string text;
  ApprovedText approved{};                ///< counts where the kind has `approved_texts`; `text` is the same, filled in
  std::string subject{};                  ///< of the mail that is answered
  std::string in_reply_to{};              ///< Message-ID of the mail that is answered
  std::vector<std::string> references{};  ///< Message-IDs of its thread before it, oldest first
  std::string thread{};                   ///< the ticket's token: by it the next mail finds the ticket
  std::int64_t now_ms = 0;                ///< ms since 1970, for signatures that hold a time
  std::string access_token{};             ///< what the kind's `token` drew
  bool automatic = false;                 ///< no person wrote it: a mail says so (RFC 3834)
  std::vector<std::string> cc{};          ///< by mail: who gets it, too
  std::string hook{};                     ///< path of the channel's webhook, `/hooks/<workspace>/<channel>`
};

enum class State : std::uint8_t {
  sent,     ///< the provider has taken it
  later,    ///< it has certainly not been processed: to be tried again
  refused,  ///< it never will be
  unknown,  ///< it may have been processed, and the provider takes no idempotency key
};

/// What an answer of the provider means.
struct Verdict {
  State state = State::unknown;
  std::string provider_id;           ///< sent: the provider's id of the message
  std::string reason;                ///< otherwise: in words, with the provider's code
  std::chrono::milliseconds wait{};  ///< later: not before; zero: whenever
  bool token_refused = false;        ///< later: with a new access token
};

/// The table of functions that is a kind's way back. None throws on any input.
struct Replies {
  std::string_view kind;
  std::size_t units_max = 0;  ///< longest text in UTF-16 units
  std::size_t bytes_max = 0;  ///< longest text in UTF-8 bytes, where the provider counts these; 0: it does not
  /// Settings that only replies need, beside the connector's own; `api_base_url` is one of each kind's.
  std::span<const connectors::SettingRule> settings;
  bool repeatable = false;      ///< the provider recognises a repeated reply by its id: what is unknown is tried again
  bool approved_texts = false;  ///< a closed window opens for texts that the provider has approved
  double per_second = 0;        ///< how many the provider takes from one channel; 0: it says no number
  const TokenWay* token = nullptr;  ///< how an access token is drawn; null: none is needed
  /// Error `invalid_setting`: a setting that only replies need is missing.
  Result<Posting> (*render)(const Reply& reply, const connectors::Credentials& credentials);
  Verdict (*read_answer)(int status, std::string_view body);
  /// Nobody has to be asked: Switchroom shows the answer itself, out of the history. The functions are null.
  bool is_our_own = false;
};

/// The way back of a kind of channel; null if it has none.
const Replies* find_replies(std::string_view kind);

/// Settings that every kind with a way back has, beside its own.
std::span<const connectors::SettingRule> common_settings();

/// Why a kind has no way back, in words for whoever tried; empty if nothing special is known of it.
std::string_view why_no_way(std::string_view kind);

/// How many UTF-16 units a UTF-8 text takes: what providers count.
std::size_t utf16_units(std::string_view text);

/// The provider's server, or the setting `api_base_url` in its place.
std::string server_of(const connectors::Credentials& credentials, std::string_view standard);

/// The first value of a setting, or the error that says that replies need it.
Result<std::string> needed(const connectors::Credentials& credentials, std::string_view setting, std::string_view kind);

/// Where the provider shall tell what became of the reply: the channel's webhook by its `public_base_url`, with the
/// reply's name in the query. Empty where either is missing.
std::string receipt_url(const Reply& reply, const connectors::Credentials& credentials);

/// A POST of a JSON body.
Posting json_posting(std::string server, std::string_view path, std::string body,
                     std::vector<connectors::OwnedRequest::Field> headers);

/// `,"name":"text"`, appended.
void append_member(std::string_view name, std::string_view text, std::string& body);

/// What most providers mean by a status that is not 2xx: 429 later, 5xx unknown, the rest refused.
Verdict verdict_of(int status, std::string reason);

/// `code: words`, without the text that was sent; at most 500 bytes.
std::string reason_of(std::string_view code, std::string_view words);

}  // namespace switchroom::replies
