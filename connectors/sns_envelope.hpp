#pragma once
// Amazon SNS over HTTPS: what stands around the message of every topic. Sources: "Verifying the signatures of Amazon
// SNS messages", "Parsing Amazon SNS message formats", Amazon SNS Developer Guide. Pure: any thread.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "config/vocabulary/error.hpp"
#include "connectors/connector.hpp"
#include "connectors/sample_keys.hpp"

namespace switchroom::connectors {

/// Where certificates and subscription URLs may be.
inline constexpr std::array<std::string_view, 2> sns_hosts{"sns.*.amazonaws.com", "sns.*.amazonaws.com.cn"};

inline constexpr std::array sns_settings{
    SettingRule{"topic_arns", true, false, "The topics that may write to this channel"},
    SettingRule{"certificates", false, false,
                "Signing certificates as <url>=<PEM>; others are fetched from Amazon when they are needed"},
};

/// Whether `url` is `https://sns.<region>.amazonaws.com/…` (or `.cn` behind it), without port and user.
bool is_sns_url(std::string_view url);

/// Whether a topic of the setting `topic_arns` signed the request (versions 1 and 2), at most 65 minutes ago: SNS
/// repeats for an hour. `certificate_needed` if the certificate is not among `certificates`; its URL is checked before.
Result<void> verify_sns(const Request& request, const Credentials& credentials, Instant now);

/// A notification to be read; otherwise what the envelope asks for is in the delivery already.
struct SnsMessage {
  bool is_notification = false;
  std::string message;     ///< JSON, for the two connectors that there are
  std::string message_id;  ///< of the envelope
  std::int64_t at_ms = 0;
  Delivery delivery;  ///< a subscription to be confirmed is an errand; the end of one is undecodable, as an alert
};

/// Reads an authentic request. Errors: `undecodable_message`.
Result<SnsMessage> read_sns(const Request& request);

/// What SNS would send with `message`, signed with the value `private_key` and pointing to the first certificate.
OwnedRequest compose_sns(const Draft& draft, std::string_view message, const Credentials& credentials);

/// Settings that fit each other, for `Sample`.
inline constexpr std::array<Sample::Setting, 3> sns_sample_settings{
    {{"topic_arns", "arn:aws:sns:us-east-1:123456789012:support"},
     {"certificates", sample_keys::rsa_certificate},
     {"private_key", sample_keys::rsa_private}}};

}  // namespace switchroom::connectors
