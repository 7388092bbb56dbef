#pragma once
// A visitor's conversation as Redis has it: the customer's history, line after line. One per I/O thread; that thread
// only.

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/ids.hpp"
#include "storage/records/history_entry.hpp"
#include "storage/records/keys.hpp"
#include "storage/redis/connection.hpp"

namespace switchroom::chat {

class ChatHistory {
 public:
  /// Both outlive this.
  ChatHistory(redis::Connection& connection, const storage::Keys& keys) : connection_(connection), keys_(keys) {}

  /// The customer behind an address of a web chat; empty: nobody has written from there yet. Errors: of Redis.
  boost::asio::awaitable<Result<std::optional<CustomerId>>> customer(WorkspaceId workspace, std::string address) const;
  /// Whether a customer is known by a user's id of a web chat. Errors: of Redis; `internal` for a record that can't be
  /// read.
  boost::asio::awaitable<Result<bool>> is_user(CustomerId customer) const;
  /// How many lines there are.
  boost::asio::awaitable<Result<std::uint64_t>> length(CustomerId customer) const;
  /// At most `count` (1–1000) lines behind the first `from` ones.
  boost::asio::awaitable<Result<std::vector<storage::HistoryLine>>> lines(CustomerId customer, std::uint64_t from,
                                                                          std::uint64_t count) const;

 private:
  redis::Connection& connection_;
  const storage::Keys& keys_;
};

}  // namespace switchroom::chat
