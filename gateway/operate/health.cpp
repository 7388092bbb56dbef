#include "gateway/operate/health.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace switchroom::operate {
namespace {

server::Reply text_reply(int status, std::string body) {
  server::Reply reply;
  reply.status = status;
  reply.content_type = "text/plain; charset=utf-8";
  reply.body = std::move(body);
  return reply;
}

std::string line_of(const Check& check) {
  const std::string_view sign = check.ok ? "+" : check.needed ? "-" : "!";
  if (check.reason.empty()) return fmt::format("[{}]{} {}\n", sign, check.name, check.ok ? "ok" : "failed");
  return fmt::format("[{}]{}{} {}\n", sign, check.name, check.ok ? " ok:" : ":", check.reason);
}

bool stands_in_the_way(const Check& check) { return check.needed && !check.ok; }

std::string duration_of(std::int64_t ms) {
  const std::int64_t seconds = ms / 1000;
  if (seconds < 60) return fmt::format("{}.{} s", seconds, ms % 1000 / 100);
  if (seconds < 3600) return fmt::format("{} min {} s", seconds / 60, seconds % 60);
  return fmt::format("{} h {} min", seconds / 3600, seconds % 3600 / 60);
}

void append_shard(const shard::ShardFigures& shard, std::string& page) {
  auto out = std::back_inserter(page);
  fmt::format_to(out, "\nshard {}: {} (takeover {})\n", shard.shard, shard.state, shard.takeovers);
  fmt::format_to(out, "  inbox        {} entries, {} folded and committed, {} published\n", shard.inbox, shard.position,
                 shard.published);
  fmt::format_to(out, "  unpublished  {} events, oldest {}\n", shard.unpublished_events,
                 duration_of(shard.unpublished_oldest_ms));
  fmt::format_to(out, "  tickets      {} open, {} waiting for an agent\n", shard.open_tickets, shard.waiting_tickets);
  if (shard.drift_milli_units != 0)
    fmt::format_to(out, "  DRIFT        {} milli-units: the ledger is wrong, report it\n", shard.drift_milli_units);
  if (shard.rolled_back_to != 0)
    fmt::format_to(out,
                   "  ROLLED BACK  Redis came back at entry {}, Kafka had seen {}: find out why Redis lost writes\n",
                   shard.rolled_back_from, shard.rolled_back_to);
}

}  // namespace

server::Reply livez() { return text_reply(200, "ok\n"); }

server::Reply readyz(std::span<const Check> checks, bool verbose) {
  const bool ready = std::ranges::none_of(checks, stands_in_the_way);
  std::string body;
  for (const Check& check : checks)
    if (verbose || stands_in_the_way(check)) body += line_of(check);
  body += ready ? "ok\n" : "not ready\n";
  return text_reply(ready ? 200 : 503, std::move(body));
}

server::Reply status_page(const ProcessSummary& process, std::span<const Check> checks,
                          std::span<const shard::ShardFigures> shards) {
  std::string page = fmt::format(
      "switchroom {}, up {}\n  connections  {} open\n  requests     {} answered\n  log          {} lines dropped\n\n",
      process.version, duration_of(process.uptime_ms), process.open_connections, process.requests,
      process.log_lines_dropped);
  for (const Check& check : checks) page += line_of(check);
  for (const shard::ShardFigures& shard : shards) append_shard(shard, page);
  return text_reply(200, std::move(page));
}

bool has_flag(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::string_view part = query.substr(0, query.find('&'));
    if (part.substr(0, part.find('=')) == name) return true;
    query.remove_prefix(std::min(query.size(), part.size() + 1));
  }
  return false;
}

}  // namespace switchroom::operate
