#include "router/shard/takeover.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>
#include <map>
#include <memory>
#include <utility>

#include "router/shard/ask.hpp"
#include "storage/records/scripts.hpp"
#include "storage/redis/number.hpp"

namespace switchroom::shard {
namespace {

namespace asio = boost::asio;
using redis::Command;
using redis::number;
using redis::Reply;

constexpr std::string_view scan_count = "1000";

/// Two 64-bit numbers in 32 hex digits.
std::optional<std::array<std::uint64_t, 2>> key_of(std::string_view hex) {
  if (hex.size() != 32) return std::nullopt;
  std::array<std::uint64_t, 2> key{};
  std::from_chars(hex.data(), hex.data() + 16, key[0], 16);
  std::from_chars(hex.data() + 16, hex.data() + 32, key[1], 16);
  return key;
}

/// A page of a hash that Redis was asked for.
struct Page {
  explicit Page(const asio::any_io_executor& executor) : arrived(executor, asio::steady_timer::time_point::max()) {}
  std::optional<Result<Reply>> reply;
  asio::steady_timer arrived;  // never expires; cancelled when the reply is there
};

std::shared_ptr<Page> ask_page(redis::Connection& connection, const asio::any_io_executor& executor,
                               std::string_view key, std::string_view cursor) {
  const auto page = std::make_shared<Page>(executor);
  connection.send(Command{"HSCAN", key, cursor, "COUNT", scan_count}, [page](Result<Reply> reply) {
    page->reply = reply ? redis::checked(std::move(*reply)) : std::move(reply);
    page->arrived.cancel();
  });
  return page;
}

asio::awaitable<Result<Reply>> arrival_of(std::shared_ptr<Page> page) {
  boost::system::error_code woken;
  if (!page->reply) co_await page->arrived.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  if (!page->reply) throw boost::system::system_error(asio::error::operation_aborted);
  co_return std::move(*page->reply);
}

/// Calls `take(field, value)` for each field of a hash. Redis collects a page while the one before is taken in.
template <class Take>
asio::awaitable<Result<void>> scan(redis::Connection& connection, std::string key, Take take) {
  const auto executor = co_await asio::this_coro::executor;
  std::shared_ptr<Page> asked = ask_page(connection, executor, key, "0");
  while (asked) {
    const Result<Reply> page = co_await arrival_of(std::exchange(asked, nullptr));
    if (!page) co_return std::unexpected(page.error());
    const std::string& cursor = page->elements.at(0).text;
    if (cursor != "0") {
      asked = ask_page(connection, executor, key, cursor);
      co_await asio::post(executor, asio::use_awaitable);  // lets the command leave
    }
    const auto& pairs = page->elements.at(1).elements;
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
      Result<void> taken = take(std::string_view{pairs[i].text}, std::string_view{pairs[i + 1].text});
      if (!taken) co_return taken;
    }
  }
  co_return Result<void>{};
}

Result<void> restore_ticket(std::string_view field, std::string_view value, Fold& fold) {
  const TicketId id{number(field)};
  Result<storage::StoredTicket> record = storage::decode_ticket(value);
  if (!record) return std::unexpected(std::move(record.error()));
  return fold.restore(id, std::move(*record));
}

Result<void> restore_agent(std::string_view field, std::string_view value, Fold& fold) {
  const Result<storage::AgentRecord> record = storage::decode_agent(value);
  if (!record) return std::unexpected(record.error());
  const std::size_t colon = field.find(':');
  const WorkspaceId workspace{static_cast<std::uint32_t>(number(field.substr(0, colon)))};
  const AgentId agent{static_cast<std::uint32_t>(number(field.substr(colon + 1)))};
  fold.restore(workspace, agent, *record);
  return {};
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

Result<void> restore_group(std::string_view field, std::string_view value, Fold& fold) {
  const std::size_t colon = field.find(':'), blank = value.find(' ');
  if (colon == std::string_view::npos || blank == std::string_view::npos)
    return std::unexpected(Error{Fault::internal, "group record", "unreadable text", "minute and arrivals"});
  fold.restore(WorkspaceId{static_cast<std::uint32_t>(number(field.substr(0, colon)))},
               GroupId{static_cast<std::uint32_t>(number(field.substr(colon + 1)))},
               static_cast<std::int64_t>(number(value.substr(0, blank))),
               static_cast<std::uint32_t>(number(value.substr(blank + 1))));
  return {};
}

Result<void> restore_thread(std::string_view field, std::string_view value, Fold& fold) {
  Result<storage::ThreadRecord> record = storage::decode_thread(value);
  if (!record) return std::unexpected(std::move(record.error()));
  fold.restore(TicketId{number(field)}, std::move(*record));
  return {};
}

Result<void> restore_errand(std::string_view field, std::string_view value, Fold& fold) {
  Result<storage::ErrandRecord> record = storage::decode_errand(value);
  if (!record) return std::unexpected(std::move(record.error()));
  fold.restore(storage::errand_id_of(field), std::move(*record));
  return {};
}

Result<void> restore_held(std::string_view field, std::string_view value, Fold& fold) {
  Result<storage::HeldRecord> record = storage::decode_held(value);
  if (!record) return std::unexpected(std::move(record.error()));
  fold.restore(storage::errand_id_of(field), std::move(*record));
  return {};
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
  const auto collect = [&records](std::string_view field, std::string_view value) -> Result<void> {
    Result<storage::ConfigRecord> record = storage::decode_config(value);
    if (!record) return std::unexpected(std::move(record.error()));
    records.insert_or_assign(static_cast<std::uint32_t>(number(field)), std::move(*record));
    return {};
  };
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
  Result<void> done;
  const auto agent = [&fold](std::string_view field, std::string_view value) {
    return restore_agent(field, value, fold);
  };
  done = co_await scan(connection, keys.agents, agent);
  if (!done) co_return done;
  const auto group = [&fold](std::string_view field, std::string_view value) {
    return restore_group(field, value, fold);
  };
  done = co_await scan(connection, keys.groups, group);
  if (!done) co_return done;
  const auto errand = [&fold](std::string_view field, std::string_view value) {
    return restore_errand(field, value, fold);
  };
  done = co_await scan(connection, keys.errands, errand);
  if (!done) co_return done;
  const auto held = [&fold](std::string_view field, std::string_view value) {
    return restore_held(field, value, fold);
  };
  done = co_await scan(connection, keys.held, held);
  if (!done) co_return done;
  Command count{"HLEN", keys.open};
  const Result<Reply> tickets = co_await ask(connection, std::move(count));
  if (!tickets) co_return std::unexpected(tickets.error());
  fold.expect_tickets(static_cast<std::size_t>(tickets->integer));
  const auto ticket = [&fold](std::string_view field, std::string_view value) {
    return restore_ticket(field, value, fold);
  };
  done = co_await scan(connection, keys.open, ticket);
  if (!done) co_return done;
  const auto thread = [&fold](std::string_view field, std::string_view value) {
    return restore_thread(field, value, fold);
  };
  co_return co_await scan(connection, keys.threads, thread);
}

}  // namespace switchroom::shard
