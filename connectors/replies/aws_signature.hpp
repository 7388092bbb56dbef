#pragma once
// AWS Signature Version 4. Source: "Create a signed AWS API request", AWS Identity and Access Management User Guide.
// Pure: any thread.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "config/vocabulary/error.hpp"
#include "connectors/connector.hpp"
#include "connectors/replies/posting.hpp"

namespace switchroom::replies {

/// Settings of kinds that answer through Amazon.
inline constexpr std::array aws_settings{
    connectors::SettingRule{"access_key_id", false, false, "An IAM user's access key; needed to answer"},
    connectors::SettingRule{"secret_access_key", false, true, "The secret of that key; needed to answer"},
    connectors::SettingRule{"region", false, false, "Amazon's region, such as eu-central-1; needed to answer"},
    connectors::SettingRule{"api_base_url", false, false, "Where answers go; the provider's API if not said"},
};

/// Who signs, and for what.
struct AwsScope {
  std::string access_key_id;
  std::string secret_access_key;
  std::string region;
  std::string_view service;  ///< as in the credential scope: `ses`
};

/// The scope that the settings of a channel say. Error `invalid_setting`: one is missing.
Result<AwsScope> aws_scope_of(const connectors::Credentials& credentials, std::string_view service,
                              std::string_view kind);

/// Adds X-Amz-Date and Authorization to a request without a query whose headers are otherwise all there and stand for
/// themselves. `now_ms`: ms since 1970; Amazon takes 5 minutes of difference.
void sign_for_aws(const AwsScope& scope, std::int64_t now_ms, Posting& posting);

}  // namespace switchroom::replies
