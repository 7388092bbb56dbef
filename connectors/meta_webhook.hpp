#pragma once
// What all products of Meta share: the check of our URL and the signature of each delivery. Sources: "Create a webhook
// endpoint", "Getting Started" (Graph API webhooks), Meta for Developers. Pure: any thread.

#include <optional>

#include "connectors/connector.hpp"

namespace switchroom::connectors {

/// Answers a GET with `hub.challenge` if `hub.mode` is subscribe and `hub.verify_token` is a value of the setting
/// `verify_token`; else the error `handshake_refused`. Empty for other methods.
std::optional<Result<Answer>> answer_meta_handshake(const Request& request, const Credentials& credentials);

/// `X-Hub-Signature-256: sha256=<hex>` is the HMAC of the raw body under a value of the setting `app_secret`. There is
/// no timestamp, so a replay is found by the message's id. The older SHA-1 header is ignored.
Result<void> verify_meta_signature(const Request& request, const Credentials& credentials, Instant now);

/// The headers with which Meta sends `body`, signed with the first `app_secret`.
std::vector<OwnedRequest::Field> meta_headers(std::string_view body, const Credentials& credentials);

/// A text message to Messenger or Instagram, named by `object`, signed with the first `app_secret`.
OwnedRequest compose_meta_message(const Draft& draft, const Credentials& credentials, std::string_view object,
                                  std::string_view account);

}  // namespace switchroom::connectors
