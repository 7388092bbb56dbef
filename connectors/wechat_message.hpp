#pragma once
// What WeChat's XML says: messages and events. Sources: "接收普通消息", "接收事件推送" (微信公众平台). Pure: any
// thread.

#include <string_view>

#include "connectors/connector.hpp"

namespace switchroom::connectors {

/// The one message in a document in the clear. Errors: `undecodable_message`.
Result<Delivery> read_wechat_message(std::string_view xml);

}  // namespace switchroom::connectors
