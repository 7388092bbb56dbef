#pragma once
// Tells systemd how the service does. Any thread.

#include <string_view>

namespace switchroom::program {

/// Sends `state` (`READY=1`, `STOPPING=1`, `WATCHDOG=1` …) to $NOTIFY_SOCKET; does nothing without one.
/// Source: sd_notify(3), "Notes" on the protocol.
void notify(std::string_view state);

}  // namespace switchroom::program
