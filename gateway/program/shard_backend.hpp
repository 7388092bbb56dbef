#pragma once
// The API's backend over the shard, which may live on another thread. One per I/O thread; that thread only.

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <string>
#include <unordered_map>

#include "gateway/api/backend.hpp"
#include "gateway/chat/bell.hpp"
#include "gateway/webhooks/file_keeper.hpp"
#include "router/shard/reader.hpp"
#include "router/shard/shard.hpp"
#include "storage/records/intake.hpp"

namespace switchroom::program {

class ShardBackend final : public api::Backend {
 public:
  /// `owner` is the executor of the thread of the shard and the bell; `connection` and `intake` are this thread's. All
  /// outlive the backend.
  ShardBackend(boost::asio::any_io_executor owner, shard::Shard& shard, shard::Reader& reader, std::uint32_t number,
               redis::Connection& connection, storage::Intake& intake, const webhooks::FileKeeper& files,
               chat::Bell& bell, std::chrono::milliseconds answer_limit);

  std::uint32_t shard_of(std::string_view workspace) const override;
  boost::asio::awaitable<Result<std::optional<shard::Outcome>>> act(shard::Action action) override;
  boost::asio::awaitable<Result<shard::Outcome>> outcome(std::string workspace, std::string key) override;
  boost::asio::awaitable<Result<shard::TicketView>> ticket(std::string workspace, TicketId id) override;
  boost::asio::awaitable<Result<void>> typing(std::string workspace, TicketId id, std::string agent) override;
  boost::asio::awaitable<Result<shard::CustomerView>> customer(std::string workspace, std::string identity) override;
  boost::asio::awaitable<Result<std::vector<shard::TicketView>>> tickets_of(std::string workspace,
                                                                            std::string agent) override;
  boost::asio::awaitable<Result<std::chrono::milliseconds>> present(std::string workspace, std::string agent) override;
  boost::asio::awaitable<Result<std::vector<shard::GroupView>>> groups(std::string workspace) override;
  boost::asio::awaitable<Result<api::ConfigurationView>> configuration(std::string workspace) override;
  boost::asio::awaitable<Result<shard::HistoryView>> history(std::string workspace) override;
  boost::asio::awaitable<Result<std::string>> document(std::string workspace, std::uint64_t version) override;
  boost::asio::awaitable<Result<storage::DraftRecord>> draft(std::string workspace) override;
  boost::asio::awaitable<Result<std::string>> file(std::string workspace, std::string sha256) override;
  boost::asio::awaitable<Result<std::optional<api::TokenRecord>>> token(std::string sha256_hex) override;

 private:
  struct KnownToken {
    std::optional<api::TokenRecord> record;
    std::chrono::steady_clock::time_point read;
  };
  boost::asio::awaitable<Result<std::vector<shard::GroupView>>> groups_here(std::string workspace);
  boost::asio::awaitable<Result<void>> typing_here(std::string workspace, TicketId id, std::string agent);
  boost::asio::awaitable<Result<api::ConfigurationView>> configuration_here(std::string workspace);
  boost::asio::awaitable<std::shared_ptr<shard::Shard::Ask>> ask_here(std::string workspace, std::string key);
  boost::asio::awaitable<void> forget_here(std::shared_ptr<shard::Shard::Ask> ask);

  boost::asio::any_io_executor owner_;
  shard::Shard& shard_;
  shard::Reader& reader_;
  std::uint32_t number_;
  redis::Connection& connection_;
  storage::Intake& intake_;
  const webhooks::FileKeeper& files_;
  chat::Bell& bell_;
  std::chrono::milliseconds answer_limit_;
  std::unordered_map<std::string, KnownToken> tokens_;
};

}  // namespace switchroom::program
