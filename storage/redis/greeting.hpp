#pragma once
// What is said to a server before anyone may use the connection, and whether its answers are good enough. Pure: any
// thread.

#include <span>
#include <vector>

#include "storage/redis/address.hpp"
#include "storage/redis/command.hpp"
#include "storage/redis/settings.hpp"

namespace switchroom::redis {

/// AUTH, SELECT, CLIENT SETNAME, the settings that durability hangs on, and SCRIPT LOAD of each script.
std::vector<Command> greeting(const Address& address, const Settings& settings, std::span<const Script* const> scripts);

/// Judges the replies to `greeting`, one each in its order. Error `storage_unavailable` with Redis's words if it
/// refused one, `storage_not_durable` if its settings promise less than `settings.durability`.
Result<void> judge(std::span<const Reply> replies, const Settings& settings);

}  // namespace switchroom::redis
