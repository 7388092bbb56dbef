#include "router/shard/fetch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "router/shard/ask.hpp"
#include "storage/records/history_entry.hpp"
#include "storage/redis/number.hpp"

namespace switchroom::shard {
namespace {

namespace asio = boost::asio;
using redis::Command;
using redis::number;
using redis::Reply;

/// The fingerprints of the duplicate window that the record has no room for.
asio::awaitable<Result<void>> load_older(redis::Connection& connection, std::string history, Instant now,
                                         Customer& customer) {
  constexpr std::int64_t chunk = 500;
  for (std::int64_t end = -1;; end -= chunk) {
    const std::string first = std::to_string(end - chunk + 1), last = std::to_string(end);
    Command command{"LRANGE", history, first, last};
    Result<Reply> reply = co_await ask(connection, std::move(command));
    if (!reply) co_return std::unexpected(std::move(reply.error()));
    bool outside = reply->elements.size() < static_cast<std::size_t>(chunk);
    for (const Reply& line : reply->elements) {
      const storage::LineStamp stamp = storage::stamp_of(line.text);
      if (stamp.fingerprint == 0) continue;
      if (now - stamp.at > storage::duplicate_window)
        outside = true;
      else
        customer.older->insert(stamp.fingerprint, stamp.at);
    }
    if (outside) co_return Result<void>{};
  }
}

asio::awaitable<Result<void>> fetch_customers(redis::Connection& connection, const storage::Keys& keys,
                                              std::vector<CustomerId> ids, Instant now, Fold& fold) {
  std::vector<std::string> fields;
  for (const CustomerId id : ids) fields.push_back(fmt::format_int(id.number).str());
  std::vector<std::string_view> words{"HMGET", keys.customers};
  words.insert(words.end(), fields.begin(), fields.end());
  Command command{words};
  Result<Reply> reply = co_await ask(connection, std::move(command));
  if (!reply) co_return std::unexpected(std::move(reply.error()));
  for (std::size_t i = 0; i < ids.size(); ++i) {
    Result<storage::CustomerRecord> record = storage::decode_customer(reply->elements.at(i).text);
    if (!record) co_return std::unexpected(std::move(record.error()));
    Customer customer{std::move(*record), nullptr, false};
    if (customer.needs_history(now)) {
      customer.older = std::make_unique<OlderFingerprints>();
      Result<void> loaded = co_await load_older(connection, keys.history(ids[i]), now, customer);
      if (!loaded) co_return loaded;
    }
    fold.learn_customer(ids[i], std::move(customer));
  }
  co_return Result<void>{};
}

asio::awaitable<Result<std::vector<CustomerId>>> fetch_identities(redis::Connection& connection,
                                                                  const storage::Keys& keys,
                                                                  std::vector<std::string> fields, Fold& fold) {
  std::vector<std::string_view> words{"HMGET", keys.identities};
  words.insert(words.end(), fields.begin(), fields.end());
  Command command{words};
  Result<Reply> reply = co_await ask(connection, std::move(command));
  if (!reply) co_return std::unexpected(std::move(reply.error()));
  std::vector<CustomerId> found;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (reply->elements.at(i).is_nil()) continue;
    found.push_back(CustomerId{number(reply->elements[i].text)});
    fold.learn_identity(std::move(fields[i]), found.back());
  }
  co_return found;
}

asio::awaitable<Result<void>> fetch_outcome(redis::Connection& connection, const storage::Keys& keys,
                                            WorkspaceId workspace, std::string key, Instant now, Fold& fold) {
  const std::string field = storage::outcome_field(workspace, key);
  std::optional<StoredOutcome> known;
  for (const Instant day : {now, now - Milliseconds{86'400'000}}) {
    const std::string bucket = keys.outcomes(day);
    Command command{"HGET", bucket, field};
    Result<Reply> reply = co_await ask(connection, std::move(command));
    if (!reply) co_return std::unexpected(std::move(reply.error()));
    if (reply->is_nil() || known) continue;
    Result<StoredOutcome> stored = decode_outcome(reply->text);
    if (!stored) co_return std::unexpected(std::move(stored.error()));
    known = std::move(*stored);
  }
  fold.learn_outcome(workspace, key, std::move(known));
  co_return Result<void>{};
}

/// Those of a bucket at once; one that is not there is learnt as nobody's.
asio::awaitable<Result<void>> fetch_closed(redis::Connection& connection, const storage::Keys& keys,
                                           std::vector<TicketId> tickets, Fold& fold) {
  std::map<std::string, std::vector<TicketId>> buckets;
  for (const TicketId ticket : tickets) buckets[keys.closed(ticket)].push_back(ticket);
  for (const auto& [bucket, wanted] : buckets) {
    std::vector<std::string> fields;
    for (const TicketId ticket : wanted) fields.push_back(fmt::format_int(ticket.number).str());
    std::vector<std::string_view> words{"HMGET", bucket};
    words.insert(words.end(), fields.begin(), fields.end());
    Command command{words};
    Result<Reply> reply = co_await ask(connection, std::move(command));
    if (!reply) co_return std::unexpected(std::move(reply.error()));
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const Reply& bytes = reply->elements.at(i);
      Result<storage::StoredTicket> record =
          bytes.is_nil() ? storage::StoredTicket{} : storage::decode_ticket(bytes.text);
      if (!record) co_return std::unexpected(std::move(record.error()));
      fold.learn_closed(wanted[i], std::move(*record));
    }
  }
  co_return Result<void>{};
}

asio::awaitable<Result<void>> fetch_route(redis::Connection& connection, const storage::Keys& keys, TicketId ticket,
                                          Fold& fold) {
  const std::string bucket = keys.routes(ticket), field = fmt::format_int(ticket.number).str();
  Command command{"HGET", bucket, field};
  Result<Reply> reply = co_await ask(connection, std::move(command));
  if (!reply) co_return std::unexpected(std::move(reply.error()));
  if (reply->is_nil()) co_return Result<void>{};
  Result<storage::RouteRecord> record = storage::decode_route(reply->text);
  if (!record) co_return std::unexpected(std::move(record.error()));
  fold.learn_route(ticket, std::move(*record));
  co_return Result<void>{};
}

/// What the messages of a history are called; of one that is too long only that it is.
asio::awaitable<Result<void>> fetch_names(redis::Connection& connection, std::string history, CustomerId customer,
                                          Fold& fold) {
  constexpr std::size_t chunk = 500;
  Command length{"LLEN", history};
  const Result<Reply> lines = co_await ask(connection, std::move(length));
  if (!lines) co_return std::unexpected(lines.error());
  const auto count = static_cast<std::size_t>(lines->integer);
  fold.learn_names(customer, count);
  for (std::size_t first = 0; first < count && count <= MessageNames::lines_max; first += chunk) {
    const std::string from = std::to_string(first), to = std::to_string(first + chunk - 1);
    Command command{"LRANGE", history, from, to};
    const Result<Reply> reply = co_await ask(connection, std::move(command));
    if (!reply) {
      fold.forget_names(customer);
      co_return std::unexpected(reply.error());
    }
    for (const Reply& line : reply->elements) {
      const Result<storage::HistoryLine> decoded = storage::decode_line(line.text);
      if (!decoded) {
        fold.forget_names(customer);
        co_return std::unexpected(decoded.error());
      }
      fold.learn_line(customer, *decoded);
    }
  }
  co_return Result<void>{};
}

}  // namespace

asio::awaitable<Result<void>> fetch(redis::Connection& connection, const storage::Keys& keys, Needs needs, Instant now,
                                    Fold& fold) {
  std::vector<CustomerId> missing = std::move(needs.customers);
  if (!needs.identities.empty()) {
    Result<std::vector<CustomerId>> found =
        co_await fetch_identities(connection, keys, std::move(needs.identities), fold);
    if (!found) co_return std::unexpected(std::move(found.error()));
    missing.insert(missing.end(), found->begin(), found->end());
  }
  std::ranges::sort(missing);
  missing.erase(std::ranges::unique(missing).begin(), missing.end());
  std::erase_if(missing, [&fold](CustomerId id) { return fold.knows(id); });
  if (!missing.empty()) {
    Result<void> fetched = co_await fetch_customers(connection, keys, missing, now, fold);
    if (!fetched) co_return fetched;
  }
  for (const CustomerId id : missing)
    if (const TicketId closed = fold.closed_ticket_of(id)) needs.closed_tickets.push_back(closed);
  for (const std::string& identity : needs.changed_by)
    if (const auto customer = fold.customer_at(identity)) needs.names.push_back(*customer);
  for (const CustomerId id : needs.names) {
    if (fold.knows_names(id)) continue;
    Result<void> fetched = co_await fetch_names(connection, keys.history(id), id, fold);
    if (!fetched) co_return fetched;
  }
  for (const auto& [workspace, key] : needs.outcome_keys) {
    Result<void> fetched = co_await fetch_outcome(connection, keys, workspace, key, now, fold);
    if (!fetched) co_return fetched;
  }
  Result<void> closed = co_await fetch_closed(connection, keys, std::move(needs.closed_tickets), fold);
  if (!closed) co_return closed;
  for (const TicketId ticket : needs.routes) {
    Result<void> fetched = co_await fetch_route(connection, keys, ticket, fold);
    if (!fetched) co_return fetched;
  }
  co_return Result<void>{};
}

}  // namespace switchroom::shard
