#pragma once
// What a probe, a load balancer and an operator see: /livez, /readyz and /status as pure functions of plain figures.
// Any thread.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "gateway/server/handler.hpp"
#include "router/shard/views.hpp"

namespace switchroom::operate {

/// One thing that has to hold for the process to be ready.
struct Check {
  std::string_view name;  ///< `redis`, `kafka`, `shard 0`, `draining`
  bool ok = true;
  std::string reason = {};  ///< why it does not hold, or a figure worth knowing; holds no secret
  bool needed = true;       ///< false: shown, but the process serves without it (Kafka: events wait in Redis)
};

/// 200 `ok` as long as the process answers at all; it depends on nothing outside.
server::Reply livez();

/// 200 if every needed check holds, else 503 with those that do not. `verbose`: a line a check, `[+]redis ok` or
/// `[-]redis: why`.
server::Reply readyz(std::span<const Check> checks, bool verbose);

/// Figures of the process for /status.
struct ProcessSummary {
  std::string_view version;
  std::int64_t uptime_ms = 0;
  std::uint64_t open_connections = 0;
  std::uint64_t requests = 0;
  std::uint64_t log_lines_dropped = 0;
};

/// A page of text for a person: the process, each check, each shard.
server::Reply status_page(const ProcessSummary& process, std::span<const Check> checks,
                          std::span<const shard::ShardFigures> shards);

/// Whether a query (undecoded, without the `?`) holds the flag `name`, with or without a value.
bool has_flag(std::string_view query, std::string_view name);

}  // namespace switchroom::operate
