#pragma once
// A workspace `demo` of two agents and one ticket in memory, and the API in front of it: requests go in, answers come
// out.

#include <boost/json/value.hpp>
#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/api/api.hpp"
#include "gateway/api/backend.hpp"

namespace switchroom::api {

/// Keeps what it is told; looks an action's key up before the ticket's version, as the router does.
class MemoryBackend : public Backend {
 public:
  MemoryBackend();

  std::uint32_t shard_of(std::string_view workspace) const override;
  boost::asio::awaitable<Result<std::optional<shard::Outcome>>> act(shard::Action action) override;
  boost::asio::awaitable<Result<shard::Outcome>> outcome(std::string workspace, std::string key) override;
  boost::asio::awaitable<Result<shard::TicketView>> ticket(std::string workspace, TicketId id) override;
  boost::asio::awaitable<Result<shard::CustomerView>> customer(std::string workspace, std::string identity) override;
  boost::asio::awaitable<Result<std::vector<shard::TicketView>>> tickets_of(std::string workspace,
                                                                            std::string agent) override;
  boost::asio::awaitable<Result<void>> typing(std::string workspace, TicketId id, std::string agent) override;
  boost::asio::awaitable<Result<std::chrono::milliseconds>> present(std::string workspace, std::string agent) override;
  boost::asio::awaitable<Result<std::vector<shard::GroupView>>> groups(std::string workspace) override;
  boost::asio::awaitable<Result<ConfigurationView>> configuration(std::string workspace) override;
  boost::asio::awaitable<Result<shard::HistoryView>> history(std::string workspace) override;
  boost::asio::awaitable<Result<std::string>> document(std::string workspace, std::uint64_t version) override;
  boost::asio::awaitable<Result<storage::DraftRecord>> draft(std::string workspace) override;
  boost::asio::awaitable<Result<std::string>> file(std::string workspace, std::string sha256) override;
  boost::asio::awaitable<Result<std::optional<TokenRecord>>> token(std::string sha256_hex) override;

  std::vector<shard::Action> actions;  ///< all that came
  shard::TicketView the_ticket;        ///< t0-1 of demo
  std::string in_force;                ///< the document of `version_now`
  std::uint64_t version_now = 4;
  std::uint64_t overtaken_by = 0;  ///< unless 0: another version is in force once somebody wants to change it
  std::map<std::uint64_t, std::string> versions;
  std::optional<storage::DraftRecord> waiting;  ///< the draft
  std::map<std::string, TokenRecord> tokens;    ///< by SHA-256
  std::optional<Error> trouble;                 ///< every call fails so
  bool owner_is_slow = false;                   ///< actions are stored, answers do not come in time

 private:
  shard::Outcome carry_out(const shard::Action& action);

  std::map<std::string, shard::Outcome> outcomes_;
};

struct Wanted {
  std::string method;
  std::string path;
  std::string query = {};
  std::string body = {};
  std::vector<connectors::Header> headers = {};
  std::string_view token = {};  ///< empty: none
  std::string_view address = "192.0.2.1";
  std::chrono::seconds at{0};
};

class Desk {
 public:
  Desk();
  /// What the API answers.
  server::Reply ask(const Wanted& wanted);

  MemoryBackend backend;
  Api api{backend};
  std::string admin, supervisor, ann, bob, stranger;  ///< tokens; the last one is of another workspace

 private:
  std::string token_for(TokenRecord record);
};

/// The body as JSON.
boost::json::value json_of(const server::Reply& reply);

/// The value of a header; empty text if it is missing.
std::string header_of(const server::Reply& reply, std::string_view name);

}  // namespace switchroom::api
