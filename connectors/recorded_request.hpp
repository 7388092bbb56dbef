#pragma once
// A request written down as JSON: the form that `switchroom inspect`, fixtures and dead letters share. Pure: any
// thread.
//
//   {"secrets": {"app_secret": "s" or ["new", "old"]}, "now": 1760000000,
//    "request": {"method": "POST", "path": "/hooks/demo/wa", "query": "", "headers": {"X-A": "1" or ["1", "2"]},
//                "body_base64": "e30="}}
//
// `now` is in seconds since 1970. Instead of `body_base64` a body of plain text may be given as `body`. `secrets` holds
// all settings of the channel, also those that are no secret; descriptions (`scheme`, `map`) as objects. What is left
// out is empty.

#include <cstdint>
#include <string>
#include <string_view>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/instant.hpp"
#include "connectors/connector.hpp"

namespace switchroom::connectors {

struct Recorded {
  Credentials credentials;
  Instant now{};
  OwnedRequest request;
};

/// Reads one record. Errors: `malformed_request` with the path of what is wrong.
Result<Recorded> parse_recorded(std::string_view json);

enum class SecretHeaders : std::uint8_t { hidden, shown };

/// The `request` part of a record on one line. Headers that carry a secret themselves (Authorization, Cookie,
/// Telegram's secret token) have the value `(hidden)` unless they are to be shown.
std::string record(const Request& request, SecretHeaders secrets = SecretHeaders::hidden);

/// What the gateway would do with the request, on one line:
///   {"accept": true, "status": 200, "response_body": "", "messages": […], "opens_ticket": true, "error": null}
/// A delivery with errands has them as `"errands": [{"kind": "pull_messages", "id": …}]` behind its messages.
/// A forged request: accept false and the fault's status. An authentic one that can't be understood: accept true, 200,
/// and in `error` what was wrong and where (of several parts each, joined by `; `).
std::string inspect(const Connector& connector, const Recorded& recorded);

}  // namespace switchroom::connectors
