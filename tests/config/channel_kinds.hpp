#pragma once
// Channel kinds for tests of the configuration, shaped like those of the build.

#include <span>

#include "config/workspace/validate.hpp"

namespace switchroom::tests {

/// whatsapp, twilio and telegram.
std::span<const workspace::ChannelKindRules> channel_kinds();

}  // namespace switchroom::tests
