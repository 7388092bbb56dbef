#include "gateway/chat/chat_history.hpp"

#include <algorithm>

#include "storage/records/commit.hpp"
#include "storage/records/customer_record.hpp"
#include "storage/redis/number.hpp"

namespace switchroom::chat {
namespace {

namespace asio = boost::asio;
using redis::Command;
using redis::Reply;

constexpr std::string_view kind = "webchat:";

asio::awaitable<Result<Reply>> ask(redis::Connection& connection, Command command) {
  Result<Reply> reply = co_await connection.request(std::move(command));
  if (reply) reply = redis::checked(std::move(*reply));
  co_return reply;
}

}  // namespace

asio::awaitable<Result<std::optional<CustomerId>>> ChatHistory::customer(WorkspaceId workspace,
                                                                         std::string address) const {
  const std::string field = storage::identity_field(workspace, std::string{kind} + address);
  Command command{"HGET", keys_.identities, field};
  const Result<Reply> reply = co_await ask(connection_, std::move(command));
  if (!reply) co_return std::unexpected(reply.error());
  if (reply->is_nil()) co_return std::optional<CustomerId>{};
  co_return CustomerId{redis::number(reply->text)};
}

asio::awaitable<Result<bool>> ChatHistory::is_user(CustomerId customer) const {
  const std::string field = std::to_string(customer.number);
  Command command{"HGET", keys_.customers, field};
  const Result<Reply> reply = co_await ask(connection_, std::move(command));
  if (!reply) co_return std::unexpected(reply.error());
  const Result<storage::CustomerRecord> record = storage::decode_customer(reply->text);
  if (!record) co_return std::unexpected(record.error());
  co_return std::ranges::any_of(record->identities,
                                [](const std::string& one) { return one.starts_with("webchat:u:"); });
}

asio::awaitable<Result<std::uint64_t>> ChatHistory::length(CustomerId customer) const {
  const std::string key = keys_.history(customer);
  Command command{"LLEN", key};
  const Result<Reply> reply = co_await ask(connection_, std::move(command));
  if (!reply) co_return std::unexpected(reply.error());
  co_return static_cast<std::uint64_t>(reply->integer);
}

asio::awaitable<Result<std::vector<storage::HistoryLine>>> ChatHistory::lines(CustomerId customer, std::uint64_t from,
                                                                              std::uint64_t count) const {
  const std::string key = keys_.history(customer), first = std::to_string(from),
                    last = std::to_string(from + count - 1);
  Command command{"LRANGE", key, first, last};
  const Result<Reply> reply = co_await ask(connection_, std::move(command));
  if (!reply) co_return std::unexpected(reply.error());
  std::vector<storage::HistoryLine> lines;
  for (const Reply& element : reply->elements) {
    Result<storage::HistoryLine> line = storage::decode_line(element.text);
    if (!line) co_return std::unexpected(line.error());
    lines.push_back(std::move(*line));
  }
  co_return lines;
}

}  // namespace switchroom::chat
