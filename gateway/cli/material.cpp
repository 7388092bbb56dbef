#include "gateway/cli/material.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "router/shard/ask.hpp"
#include "router/shard/retention.hpp"
#include "router/shard/scan.hpp"
#include "storage/records/history_entry.hpp"
#include "storage/redis/number.hpp"

namespace switchroom::cli {
namespace {

namespace asio = boost::asio;
using redis::Command;
using redis::number;
using redis::Reply;
using whatif::Material;

constexpr std::string_view read_count = "1000";
constexpr std::size_t customers_a_read = 1000;

/// Redis, read only; every function's errors are Redis's, or `internal` for bytes that can't be read.
class Source {
 public:
  Source(redis::Connection& connection, const storage::Keys& keys) : connection_(connection), keys_(keys) {}

  asio::awaitable<Result<Reply>> ask(Command command) { return shard::ask(connection_, std::move(command)); }

  /// Calls `take(field, value)` for each field of a hash.
  template <class Take>
  asio::awaitable<Result<void>> scan(std::string key, Take take) {
    return shard::scan(connection_, std::move(key), std::move(take));
  }

  /// Calls `take(number, fields)` for each entry of a stream from number `first` to `last`.
  template <class Take>
  asio::awaitable<Result<void>> walk(std::string key, std::uint64_t first, std::uint64_t last, Take take) {
    const std::string end = fmt::format("{}-0", last);
    for (std::string begin = fmt::format("{}-0", first);;) {
      Command command{"XRANGE", key, begin, end, "COUNT", read_count};
      Result<Reply> reply = co_await ask(std::move(command));
      if (!reply) co_return std::unexpected(std::move(reply.error()));
      for (const Reply& entry : reply->elements) {
        Result<void> taken = take(redis::entry_number(entry.elements.at(0).text), entry.elements.at(1).elements);
        if (!taken) co_return taken;
      }
      if (reply->elements.size() < number(read_count)) co_return Result<void>{};
      begin = "(" + reply->elements.back().elements.at(0).text;
    }
  }

  const storage::Keys& keys() const { return keys_; }
  redis::Connection& connection() { return connection_; }

 private:
  redis::Connection& connection_;
  const storage::Keys& keys_;
};

asio::awaitable<Result<void>> read_configuration(Source& source, const std::string& name, Material& material) {
  const auto take = shard::decoding(storage::decode_config, [&](std::string_view field, storage::ConfigRecord record) {
    if (record.name != name) return Result<void>{};
    material.workspace = WorkspaceId{static_cast<std::uint32_t>(number(field))};
    material.in_force = std::move(record);
    return Result<void>{};
  });
  Result<void> done = co_await source.scan(source.keys().configs, take);
  if (!done) co_return done;
  if (!material.workspace)
    co_return std::unexpected(Error{Fault::not_found, "workspace", name, "a workspace with a configuration"});
  const auto version =
      shard::decoding(storage::decode_version, [&](std::string_view field, storage::VersionRecord record) {
        material.versions.emplace(number(field), std::move(record));
        return Result<void>{};
      });
  co_return co_await source.scan(source.keys().versions(material.workspace), version);
}

/// Where the window begins and ends: entry numbers.
struct Window {
  std::uint64_t first = 0, last = 0;
};

asio::awaitable<Result<Window>> find_window(Source& source, Milliseconds since, Material& material) {
  Command read_time{"TIME"};
  const Result<Reply> time = co_await source.ask(std::move(read_time));
  if (!time) co_return std::unexpected(time.error());
  Command read_position{"HGET", source.keys().own, "pos"};
  const Result<Reply> position = co_await source.ask(std::move(read_position));
  if (!position) co_return std::unexpected(position.error());
  const Instant now = instant_of_ms(static_cast<std::int64_t>(number(time->elements.at(0).text)) * 1000);
  material.begin = material.end = now - since;
  const Result<std::uint64_t> first = co_await shard::first_since(source.connection(), source.keys(), material.begin);
  if (!first) co_return std::unexpected(first.error());
  Window window;
  window.first = *first;
  window.last = number(position->text);
  co_return window;
}

asio::awaitable<Result<void>> read_window(Source& source, Window window, Material& material) {
  const auto entry = [&](std::uint64_t n, const std::vector<Reply>& fields) -> Result<void> {
    Result<std::vector<storage::FrameInput>> inputs = storage::decode_frame(fields.at(3).text);
    if (!inputs) return std::unexpected(std::move(inputs.error()));
    const Instant at = instant_of_ms(static_cast<std::int64_t>(number(fields.at(1).text)));
    material.entries.push_back({n, at, std::move(*inputs), {}});
    return {};
  };
  Result<void> done = co_await source.walk(source.keys().inbox, window.first, window.last, entry);
  if (!done) co_return done;
  const auto commit = [&](std::uint64_t, const std::vector<Reply>& fields) -> Result<void> {
    Result<std::vector<storage::Decision>> decisions = storage::decode_decisions(fields.at(3).text);
    if (!decisions) return std::unexpected(std::move(decisions.error()));
    for (storage::Decision& one : *decisions)
      if (one.workspace == material.workspace && one.frame >= window.first)
        material.decisions.push_back(std::move(one));
    return {};
  };
  done = co_await source.walk(source.keys().out, window.first, window.last, commit);
  if (!material.entries.empty()) {
    for (const shard::Entry& one : material.entries) material.end = std::max(material.end, one.at);
    // What came before the oldest entry that is still there is not recorded.
    if (material.entries.front().at > material.begin && material.entries.front().n > 1) {
      Command before{"XRANGE", source.keys().inbox, "-", "+", "COUNT", "1"};
      const Result<Reply> oldest = co_await source.ask(std::move(before));
      if (!oldest) co_return std::unexpected(oldest.error());
      if (redis::entry_number(oldest->elements.at(0).elements.at(0).text) == material.entries.front().n)
        material.begin = material.entries.front().at;
    }
  }
  co_return done;
}

asio::awaitable<Result<void>> read_agents(Source& source, Material& material) {
  const auto take = [&](std::string_view field, std::string_view value) -> Result<void> {
    const std::size_t colon = field.find(':');
    if (number(field.substr(0, colon)) != material.workspace.number) return {};
    Result<storage::AgentRecord> record = storage::decode_agent(value);
    if (!record) return std::unexpected(std::move(record.error()));
    record->state.id = AgentId{static_cast<std::uint32_t>(number(field.substr(colon + 1)))};
    material.agents.push_back(std::move(record->state));
    return {};
  };
  co_return co_await source.scan(source.keys().agents, take);
}

Result<void> take_ticket(TicketId id, std::string_view value, Material& material) {
  Result<storage::StoredTicket> record = storage::decode_ticket(value);
  if (!record) return std::unexpected(std::move(record.error()));
  if (record->record.workspace == material.workspace) material.tickets.emplace_back(id, std::move(*record));
  return {};
}

/// The open tickets, then those that the window names and that are closed by now.
asio::awaitable<Result<void>> read_tickets(Source& source, Material& material) {
  const auto open = [&](std::string_view field, std::string_view value) {
    return take_ticket(TicketId{number(field)}, value, material);
  };
  Result<void> done = co_await source.scan(source.keys().open, open);
  if (!done) co_return done;
  std::set<TicketId> named, known;
  for (const auto& [id, ticket] : material.tickets) known.insert(id);
  for (const storage::Decision& decision : material.decisions) {
    if (decision.sequence == 1 && !storage::tells_message(decision.kind)) known.insert(decision.ticket);
    if (decision.ticket) named.insert(decision.ticket);
  }
  for (const TicketId id : named) {
    if (known.contains(id)) continue;
    const std::string bucket = source.keys().closed(id), field = fmt::format_int(id.number).str();
    Command command{"HGET", bucket, field};
    const Result<Reply> reply = co_await source.ask(std::move(command));
    if (!reply) co_return std::unexpected(reply.error());
    if (reply->is_nil()) continue;
    done = take_ticket(id, reply->text, material);
    if (!done) co_return done;
  }
  co_return Result<void>{};
}

/// What other systems say of the customers of the window, now.
asio::awaitable<Result<void>> read_customers(Source& source, Material& material) {
  const std::set<std::string> told = whatif::told_of(material, material.in_force.name);
  std::set<CustomerId> customers;
  for (const storage::Decision& decision : material.decisions)
    if (decision.customer) customers.insert(decision.customer);
  for (auto next = customers.begin(); next != customers.end();) {
    std::vector<CustomerId> some;
    std::vector<std::string> words{"HMGET", source.keys().customers};
    for (; next != customers.end() && some.size() < customers_a_read; ++next) {
      some.push_back(*next);
      words.push_back(fmt::format_int(next->number).str());
    }
    const std::vector<std::string_view> views(words.begin(), words.end());
    Command command{views};
    const Result<Reply> reply = co_await source.ask(std::move(command));
    if (!reply) co_return std::unexpected(reply.error());
    for (std::size_t i = 0; i < some.size(); ++i) {
      if (reply->elements.at(i).is_nil()) continue;
      Result<storage::CustomerRecord> record = storage::decode_customer(reply->elements[i].text);
      if (!record) co_return std::unexpected(std::move(record.error()));
      for (std::string& identity : record->identities)
        if (told.contains(identity)) material.identities.emplace(std::move(identity), some[i]);
      if (record->facts != storage::CustomerFacts{}) material.customers.emplace(some[i], std::move(record->facts));
    }
  }
  co_return Result<void>{};
}

bool may_ask_for_first_contact(const Material& material) {
  static constexpr std::string_view condition = "first_contact";
  return material.in_force.document.contains(condition) || std::ranges::any_of(material.versions, [](const auto& one) {
           return one.second.document.contains(condition);
         });
}

/// Customers whose history begins in the window: of all who have a new ticket, or only of those of whom something was
/// sent.
asio::awaitable<Result<void>> read_new_customers(Source& source, bool of_all, Material& material) {
  std::set<CustomerId> customers;
  for (const auto& [identity, customer] : material.identities) customers.insert(customer);
  for (const storage::Decision& decision : material.decisions)
    if (of_all && decision.sequence == 1 && decision.customer) customers.insert(decision.customer);
  for (const CustomerId id : customers) {
    const std::string key = source.keys().history(id);
    Command command{"LINDEX", key, "0"};
    const Result<Reply> line = co_await source.ask(std::move(command));
    if (!line) co_return std::unexpected(line.error());
    if (line->is_nil() || storage::stamp_of(line->text).at >= material.begin) material.new_customers.insert(id);
  }
  co_return Result<void>{};
}

}  // namespace

asio::awaitable<Result<Material>> read_material(redis::Connection& connection, const storage::Keys& keys,
                                                Question question, bool first_contacts) {
  Source source{connection, keys};
  Material material;
  Result<void> done = co_await read_configuration(source, question.workspace, material);
  if (!done) co_return std::unexpected(std::move(done.error()));
  const Result<Window> window = co_await find_window(source, question.since, material);
  if (!window) co_return std::unexpected(window.error());
  done = co_await read_window(source, *window, material);
  if (done) done = co_await read_agents(source, material);
  if (done) done = co_await read_tickets(source, material);
  if (done) done = co_await read_customers(source, material);
  const bool of_all = first_contacts || may_ask_for_first_contact(material);
  if (done) done = co_await read_new_customers(source, of_all, material);
  if (!done) co_return std::unexpected(std::move(done.error()));
  co_return material;
}

}  // namespace switchroom::cli
