#include "gateway/commands/consumer.hpp"

#include <fmt/format.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/commands/command.hpp"

namespace switchroom::commands {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<void> pause(std::chrono::milliseconds time) {
  asio::steady_timer timer{co_await asio::this_coro::executor, time};
  co_await timer.async_wait(asio::use_awaitable);
}

}  // namespace

Consumer::Consumer(storage::KafkaSettings kafka, const shard::Shard& shard, api::Api& api, operate::Log& log)
    : feed_(std::move(kafka)), shard_(shard), api_(api), log_(log) {}

bool Consumer::owns(const std::string& incarnation) const {
  return shard_.owner() && shard_.incarnation() == incarnation;
}

asio::awaitable<void> Consumer::run() {
  for (;;) {
    if (const shard::Fold* fold = shard_.fold()) {
      feed_.start_at(fold->commands());
      co_await work(shard_.incarnation());
    }
    co_await pause(500ms);
  }
}

asio::awaitable<void> Consumer::work(std::string incarnation) {
  while (owns(incarnation)) {
    const auto records = co_await feed_.next();
    if (!records || records->empty()) {
      co_await pause(records ? 100ms : 2s);
      continue;
    }
    for (const storage::CommandRecord& record : *records) co_await carry_out(record, incarnation);
  }
}

/// What can't be stored now is tried again: no later command of its partition overtakes it.
asio::awaitable<void> Consumer::carry_out(const storage::CommandRecord& record, const std::string& incarnation) {
  const std::string key = fmt::format("kafka-{}-{}", record.partition, record.offset);
  const auto refused = [&](const Error& error) {
    log_.write(operate::Level::warning, "command refused", error, {{"key", std::string_view{key}}});
  };
  const auto command = command_of(record.value, key);
  if (!command) co_return refused(command.error());
  const shard::Fold* fold = shard_.fold();
  if (fold == nullptr || fold->workspaces().find(command->who.workspace) == nullptr) co_return;
  while (owns(incarnation)) {
    const std::vector<connectors::Header> headers = connectors::headers_of(command->request);
    const connectors::Request request = connectors::view_of(command->request, headers);
    const server::Call call{request, command->request.path, key, "kafka"};
    const server::Reply reply = co_await api_.answer_as(call, command->who);
    if (reply.status >= 400 && reply.status < 500)
      refused({Fault::invalid_action, command->request.path, fmt::format("HTTP {}", reply.status),
               "what GET /v1/actions/{key} tells"});
    if (reply.status < 500) co_return;
    co_await pause(200ms);
  }
}

}  // namespace switchroom::commands
