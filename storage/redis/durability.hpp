#pragma once
// What a server's settings promise, against the word that our configuration asks for. Pure: any thread.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "storage/redis/reply.hpp"

namespace switchroom::redis {

/// What an acknowledged write survives. `memory`: nothing; `process`: a killed process, losing about 2 s (AOF
/// everysec); `disk`: power loss (AOF always); `replicated`: power loss and a failover to one of `replicas`.
enum class Durability : std::uint8_t { memory, process, disk, replicated };
inline constexpr std::array<std::string_view, 4> durability_names{"memory", "process", "disk", "replicated"};

/// A server's own words by name: the fields of INFO and the parameters of CONFIG GET.
using ServerWords = std::map<std::string, std::string, std::less<>>;

/// Adds the fields of an INFO reply (`name:value` lines) or the pairs of a CONFIG GET reply; other replies add nothing.
void add_words(const Reply& reply, ServerWords& words);

/// What makes the server weaker than `wanted`, with the setting, its value and what it should be; empty: nothing.
/// Every word needs a master that never evicts. `replicas` counts for `replicated` only. Fault `storage_not_durable`.
std::optional<Error> weakness(const ServerWords& words, Durability wanted, unsigned replicas);

}  // namespace switchroom::redis
