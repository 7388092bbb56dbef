#pragma once
// Channel kinds as a command's argument. Any thread.

#include <string>

#include "connectors/connector.hpp"
#include "gateway/cli/terminal.hpp"

namespace switchroom::cli {

/// `telegram, twilio, whatsapp`: all kinds of this build.
std::string known_channel_kinds();

/// The connector of a kind. Null: there is none, which has been told with the nearest kind.
const connectors::Connector* channel_kind(const Terminal& terminal, const std::string& kind);

}  // namespace switchroom::cli
