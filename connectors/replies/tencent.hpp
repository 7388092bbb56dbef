#pragma once
// What the APIs of WeChat and WeCom have in common: tokens, and a code inside of an HTTP 200. Pure: any thread.

#include <array>
#include <string_view>

#include "connectors/replies/replies.hpp"

namespace switchroom::replies {

inline constexpr std::string_view wechat_server = "https://api.weixin.qq.com";
inline constexpr std::string_view wecom_server = "https://qyapi.weixin.qq.com";

/// Settings that WeCom's API needs, for pulls and for replies.
inline constexpr std::array wecom_settings{
    connectors::SettingRule{"corp_secret", false, true,
                            "The secret of 微信客服; needed to fetch messages and to answer"},
    connectors::SettingRule{"api_base_url", false, false, "Where messages are fetched; WeCom's API if not said"},
};

/// Needs `app_id` and `app_secret`. WeChat gives the same token to all who ask until it runs out.
extern const TokenWay wechat_token;
/// Needs `corp_id` and `corp_secret`.
extern const TokenWay wecom_token;

/// The same request, opened by a token.
Posting opened_by(std::string_view token, Posting posting);

/// What an answer means: `errcode` 0 and the id in `msgid`, or why not.
Verdict read_tencent_answer(int status, std::string_view body);

}  // namespace switchroom::replies
