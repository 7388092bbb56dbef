#pragma once
// The page of messages that WeCom's `kf/sync_msg` answers. Source: "接收消息和事件" (企业微信开发者中心). Pure: any
// thread.

#include <string_view>

#include "connectors/connector.hpp"

namespace switchroom::connectors {

/// A page in its order. A page may hold fewer than asked for and still be followed by more. Error: WeCom refused, with
/// its `errcode` in `found`, or the page could not be understood.
Result<Page> read_wecom_page(std::string_view body, const Credentials& credentials);

}  // namespace switchroom::connectors
