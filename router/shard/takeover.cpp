#include "router/shard/takeover.hpp"

#include <charconv>
#include <map>
#include <utility>

#include "router/shard/ask.hpp"
#include "router/shard/scan.hpp"
#include "storage/records/scripts.hpp"
#include "storage/redis/number.hpp"

namespace switchroom::shard {
namespace {

namespace asio = boost::asio;
using redis::Command;
using redis::number;
using redis::Reply;

/// Two 64-bit numbers in 32 hex digits.
std::optional<std::array<std::uint64_t, 2>> key_of(std::string_view hex) {
  if (hex.size() != 32) return std::nullopt;
  std::array<std::uint64_t, 2> key{};
  std::from_chars(hex.data(), hex.data() + 16, key[0], 16);
  std::from_chars(hex.data() + 16, hex.data() + 32, key[1], 16);
  return key;
}

/// A number pair `a:b` that names a field.
std::pair<std::uint32_t, std::uint32_t> pair_of(std::string_view field) {
  const std::size_t colon = field.find(':');
  return {static_cast<std::uint32_t>(number(field.substr(0, colon))),
          static_cast<std::uint32_t>(number(field.substr(colon + 1)))};
}

Taken taken_from(const std::vector<Reply>& parts) {
  Taken taken;
  taken.newest = number(parts.at(1).text);
  std::unordered_map<std::string_view, std::string_view> own;
  for (std::size_t i = 3; i + 1 < parts.size(); i += 2) own[parts[i].text] = parts[i + 1].text;
  taken.position = number(own["pos"]);
  taken.published = number(own["pub"]);
  taken.epoch = number(own["epoch"]);
  taken.tries = number(own["try"]);
  taken.customers = number(own["customers"]);
  taken.tickets = number(own["tickets"]);
  taken.rolled_back_to = number(own["rolled"]);
  taken.at = own["at"];
  taken.seen = instant_of_ms(static_cast<std::int64_t>(number(own["seen_before"])) * 1000);
  taken.clocks_stopped = instant_of_ms(static_cast<std::int64_t>(number(own["stopped"])));
  taken.fingerprint_key = key_of(own["fpk"]);
  constexpr std::string_view command = "command-";
  for (const auto& [field, value] : own)
    if (field.starts_with(command))
      taken.commands[static_cast<std::int32_t>(number(field.substr(command.size())))] =
          static_cast<std::int64_t>(number(value));
  return taken;
}

/// When a group's minute began, and what came in it.
struct Arrivals {
  std::int64_t minute = 0;
  std::uint32_t count = 0;
};

Result<Arrivals> decode_arrivals(std::string_view value) {
  const std::size_t blank = value.find(' ');
  if (blank == std::string_view::npos)
    return std::unexpected(Error{Fault::internal, "group record", "unreadable text", "minute and arrivals"});
  return Arrivals{static_cast<std::int64_t>(number(value.substr(0, blank))),
                  static_cast<std::uint32_t>(number(value.substr(blank + 1)))};
}

/// Agents and groups.
asio::awaitable<Result<void>> load_members(redis::Connection& connection, const storage::Keys& keys, Fold& fold) {
  const auto agent =
      decoding(storage::decode_agent, [&fold](std::string_view field, const storage::AgentRecord& record) {
        const auto [workspace, id] = pair_of(field);
        fold.restore(WorkspaceId{workspace}, AgentId{id}, record);
        return Result<void>{};
      });
  Result<void> done = co_await scan(connection, keys.agents, agent);
  if (!done) co_return done;
  const auto group = decoding(decode_arrivals, [&fold](std::string_view field, const Arrivals& arrivals) {
    const auto [workspace, id] = pair_of(field);
    fold.restore(WorkspaceId{workspace}, GroupId{id}, arrivals.minute, arrivals.count);
    return Result<void>{};
  });
  co_return co_await scan(connection, keys.groups, group);
}

/// What is owed, and what is held back.
asio::awaitable<Result<void>> load_promises(redis::Connection& connection, const storage::Keys& keys, Fold& fold) {
  const auto errand = decoding(storage::decode_errand, [&fold](std::string_view field, storage::ErrandRecord record) {
    fold.restore(storage::errand_id_of(field), std::move(record));
    return Result<void>{};
  });
  Result<void> done = co_await scan(connection, keys.errands, errand);
  if (!done) co_return done;
  const auto held = decoding(storage::decode_held, [&fold](std::string_view field, storage::HeldRecord record) {
    fold.restore(storage::errand_id_of(field), std::move(record));
    return Result<void>{};
  });
  co_return co_await scan(connection, keys.held, held);
}

/// Open tickets, then the mails of each.
asio::awaitable<Result<void>> load_tickets(redis::Connection& connection, const storage::Keys& keys, Fold& fold) {
  Command count{"HLEN", keys.open};
  const Result<Reply> tickets = co_await ask(connection, std::move(count));
  if (!tickets) co_return std::unexpected(tickets.error());
  fold.expect_tickets(static_cast<std::size_t>(tickets->integer));
  const auto ticket = decoding(storage::decode_ticket, [&fold](std::string_view field, storage::StoredTicket record) {
    return fold.restore(TicketId{number(field)}, std::move(record));
  });
  Result<void> done = co_await scan(connection, keys.open, ticket);
  if (!done) co_return done;
  const auto thread = decoding(storage::decode_thread, [&fold](std::string_view field, storage::ThreadRecord record) {
    fold.restore(TicketId{number(field)}, std::move(record));
    return Result<void>{};
  });
  co_return co_await scan(connection, keys.threads, thread);
}

}  // namespace

asio::awaitable<Result<Taken>> take(redis::Connection& connection, const storage::Keys& keys, std::string incarnation,
                                    std::string owner, std::string idle_seconds) {
  const std::string_view names[] = {keys.own, keys.head, keys.inbox, keys.out};
  const std::string_view arguments[] = {incarnation, owner, idle_seconds};
  Command command = Command::call(storage::scripts().take, names, arguments);
  Result<Reply> reply = co_await ask(connection, std::move(command));
  if (!reply) co_return std::unexpected(std::move(reply.error()));
  if (reply->elements.at(0).text == "HELD") {
    Taken held;
    held.held = true;
    held.holder = reply->elements.at(1).text;
    co_return held;
  }
  co_return taken_from(reply->elements);
}

asio::awaitable<Result<std::map<std::uint32_t, storage::ConfigRecord>>> stored_configurations(
    redis::Connection& connection, const storage::Keys& keys) {
  std::map<std::uint32_t, storage::ConfigRecord> records;
  const auto collect =
      decoding(storage::decode_config, [&records](std::string_view field, storage::ConfigRecord record) {
        records.insert_or_assign(static_cast<std::uint32_t>(number(field)), std::move(record));
        return Result<void>{};
      });
  Result<void> scanned = co_await scan(connection, keys.configs, collect);
  if (!scanned) co_return std::unexpected(std::move(scanned.error()));
  co_return records;
}

asio::awaitable<Result<void>> load(redis::Connection& connection, const storage::Keys& keys, const Taken& taken,
                                   Fold& fold) {
  fold.restore_counters(taken.customers, taken.tickets);
  for (const auto& [partition, offset] : taken.commands) fold.restore(partition, offset);
  const Result<std::map<std::uint32_t, storage::ConfigRecord>> configurations =
      co_await stored_configurations(connection, keys);
  if (!configurations) co_return std::unexpected(configurations.error());
  for (const auto& [id, record] : *configurations) {
    const Result<WorkspaceState*> restored = fold.restore(WorkspaceId{id}, record);
    if (!restored) co_return std::unexpected(restored.error());
  }
  Result<void> done = co_await load_members(connection, keys, fold);
  if (done) done = co_await load_promises(connection, keys, fold);
  if (done) done = co_await load_tickets(connection, keys, fold);
  co_return done;
}

}  // namespace switchroom::shard
