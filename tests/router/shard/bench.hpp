#pragma once
// A shard's storage and fold on a real Redis, step by step: what the owner does, without its loops.

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "router/shard/fold.hpp"
#include "router/shard/takeover.hpp"
#include "storage/records/keys.hpp"
#include "storage/redis/connection.hpp"
#include "tests/storage/redis/redis_server.hpp"

namespace switchroom::shard::test {

/// Reads a workspace document, as the program does.
Result<workspace::Workspace> parse(std::string_view text);

/// A workspace with two groups, three agents and one rule; `limit` is each agent's.
std::string sample_document(int limit);
/// The same with a rule for customers of the level `gold`: urgent.
std::string levels_document();
/// The same with a channel of mail (2), whose mails with "hours" in the text get an automatic answer.
std::string mails_document(int limit);
/// The same with offers.
std::string offers_document();

class Bench {
 public:
  Bench();
  ~Bench();

  /// Runs a coroutine to its end.
  template <class Value>
  Value run(boost::asio::awaitable<Value> work) {
    std::optional<Value> result;
    boost::asio::co_spawn(context_, std::move(work), [&result](std::exception_ptr failure, Value value) {
      if (failure) std::rethrow_exception(failure);
      result = std::move(value);
    });
    while (!result) context_.run_one();
    return std::move(*result);
  }
  void run_to_end(boost::asio::awaitable<void> work);

  /// Puts a frame into the inbox by append.lua; returns its number.
  std::uint64_t append(std::vector<storage::FrameInput> inputs);
  /// The same with a time that lies `step` before that of the newest entry.
  std::uint64_t append_back(std::vector<storage::FrameInput> inputs, Milliseconds step);
  /// The next entry comes at least so much later.
  void advance(Milliseconds time);
  /// The time of the newest entry.
  Instant now();
  /// Everything in the inbox from entry `first` on.
  std::vector<Entry> read(std::uint64_t first);
  /// Takes the shard over under a new incarnation and loads what is stored.
  std::unique_ptr<Fold> take_over();
  /// Folds entries of the inbox up to and including `last` and commits them; returns their decisions.
  std::vector<storage::Decision> fold_up_to(Fold& fold, std::uint64_t last);
  /// What commit.lua answers to an empty commit.
  std::string try_commit(const std::string& incarnation, std::uint64_t position, std::uint64_t next);

  /// The lines of a customer's history.
  std::vector<storage::HistoryLine> history(CustomerId customer);

  redis::Connection& connection() { return *connection_; }

  redis::test::RedisServer server;
  storage::Keys keys{7};
  std::string incarnation;
  std::uint64_t position = 0;
  std::vector<Answered> answers;  ///< of all commits
  std::size_t duplicates = 0;
  std::vector<storage::HeldKind> given_up;
  FoldSettings settings = {.fingerprint_key = {1, 2}, .poison = {}};  ///< of the next take_over

 private:
  redis::Reply ask(redis::Command command);

  boost::asio::io_context context_;
  std::unique_ptr<redis::Connection> connection_;
  unsigned takeovers_ = 0;
};

storage::FrameInput message(std::string_view from, std::string_view id, std::string_view text);
/// A mail to support@shop.example that names no other.
storage::FrameInput mail(std::string_view from, std::string_view id, std::string_view subject);
/// An agent's answer.
storage::FrameInput answer(std::uint64_t ticket, std::string_view key);
/// The same to others as well.
storage::FrameInput answer(std::uint64_t ticket, std::string_view key, std::vector<std::string> cc);
/// `expected`: the version that must be in force; empty: any.
storage::FrameInput configuration(const std::string& document, std::string_view key,
                                  std::optional<std::uint64_t> expected = std::nullopt);
storage::FrameInput close(std::uint64_t ticket, std::string_view key,
                          std::optional<std::uint64_t> version = std::nullopt);
storage::FrameInput reopen(std::uint64_t ticket, std::string_view key);
storage::FrameInput facts(std::string_view identity, const storage::CustomerFacts& facts, std::string_view key);
storage::FrameInput second_ticket(std::uint64_t ticket, std::string_view text, std::string_view key);
storage::FrameInput status(std::string_view agent, Status status, std::string_view key);

}  // namespace switchroom::shard::test
