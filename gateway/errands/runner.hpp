#pragma once
// Does what a shard owes outside: sends agents' replies, confirms subscriptions, fetches messages. What came of an
// errand goes into the inbox, together with the word that it is settled. A reply is sent at most once: before its
// request leaves, Redis knows that it was about to; whoever finds that note later says that the outcome is unknown. The
// owner's thread.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <string>

#include "connectors/replies/replies.hpp"
#include "gateway/errands/access_tokens.hpp"
#include "gateway/errands/puller.hpp"
#include "gateway/errands/reply_pace.hpp"
#include "gateway/operate/log.hpp"
#include "gateway/outbound/http_client.hpp"
#include "gateway/webhooks/channel_table.hpp"
#include "storage/records/errand_record.hpp"
#include "storage/records/intake.hpp"
#include "storage/records/keys.hpp"
#include "storage/redis/connection.hpp"

namespace switchroom::errands {

/// How patient the runner is.
struct Patience {
  std::chrono::milliseconds first_wait{1'000};  ///< before the second attempt; then twice as long each time
  std::chrono::milliseconds longest_wait{60'000};
  std::chrono::milliseconds give_up{3'600'000};  ///< after the promise
  std::chrono::milliseconds answer{30'000};      ///< of one request
};

class Runner {
 public:
  using Now = Instant (*)();
  /// The incarnation under which this process owns the shard.
  using Incarnation = std::function<const std::string&()>;

  /// Everything given by reference outlives the runner.
  Runner(boost::asio::any_io_executor executor, redis::Connection& connection, const storage::Keys& keys,
         storage::Intake& intake, const webhooks::ChannelTable& channels, operate::Log& log, Incarnation incarnation,
         Now now, Patience patience = {});

  /// Takes an errand on; a known one is replaced.
  void owe(storage::ErrandId id, const storage::ErrandRecord& errand);
  /// The shard is lost: nothing more is begun. What is under way ends without a word, and the next owner finds its
  /// note.
  void forget_all();
  /// Nothing is owed.
  bool idle() const { return errands_.empty(); }

 private:
  using Line = std::string;  // errands of one line are done one after the other

  /// What is to be written once an errand has ended.
  struct Ending {
    replies::State state = replies::State::refused;
    std::string provider_id;
    std::string reason;
    storage::FrameWriter pulled{};  ///< the last page of a pull
    std::string cursor{};
  };

  boost::asio::awaitable<void> work(Line line, std::uint64_t round);
  boost::asio::awaitable<void> do_one(storage::ErrandId id, std::uint64_t round);
  boost::asio::awaitable<replies::Verdict> attempt(storage::ErrandId id, Ending& ending);
  boost::asio::awaitable<Result<replies::Posting>> render(storage::ErrandId id, const replies::Replies& way,
                                                          const webhooks::Channel& channel);
  boost::asio::awaitable<bool> may_send(storage::ErrandId id, const replies::Replies& way,
                                        const connectors::Credentials& credentials);
  boost::asio::awaitable<replies::Verdict> send_reply(storage::ErrandId id, const webhooks::Channel& channel);
  boost::asio::awaitable<replies::Verdict> confirm(storage::ErrandId id, const webhooks::Channel& channel);
  boost::asio::awaitable<Result<std::string>> claim(storage::ErrandId id);
  boost::asio::awaitable<void> release(storage::ErrandId id);
  boost::asio::awaitable<void> settle(storage::ErrandId id, Ending ending, std::uint64_t round);
  boost::asio::awaitable<void> pause(std::chrono::milliseconds time);
  storage::FrameWriter frame_of(storage::ErrandId id, const storage::ErrandRecord& errand, const Ending& ending) const;
  std::string reply_id(storage::ErrandId id) const;

  boost::asio::any_io_executor executor_;
  redis::Connection& connection_;
  const storage::Keys& keys_;
  storage::Intake& intake_;
  const webhooks::ChannelTable& channels_;
  operate::Log& log_;
  Incarnation incarnation_;
  Now now_;
  Patience patience_;
  AccessTokens tokens_;
  ReplyPace pace_;
  Puller puller_;
  std::map<storage::ErrandId, storage::ErrandRecord> errands_;
  std::map<Line, std::deque<storage::ErrandId>> lines_;
  std::uint64_t round_ = 0;  // one more each time the shard is lost
};

}  // namespace switchroom::errands
