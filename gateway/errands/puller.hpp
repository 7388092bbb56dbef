#pragma once
// Fetches the messages that a delivery only spoke of, page after page; each page goes into the inbox together with the
// place where the next one begins, so that a crash neither loses nor repeats one. The owner's thread.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <string>

#include "connectors/replies/pulls.hpp"
#include "connectors/replies/replies.hpp"
#include "gateway/errands/access_tokens.hpp"
#include "gateway/webhooks/channel_table.hpp"
#include "storage/records/errand_record.hpp"
#include "storage/records/intake.hpp"
#include "storage/records/keys.hpp"
#include "storage/redis/connection.hpp"

namespace switchroom::errands {

class Puller {
 public:
  /// Everything given by reference outlives the puller. `answer`: patience with one request.
  Puller(redis::Connection& connection, const storage::Keys& keys, storage::Intake& intake, AccessTokens& tokens,
         std::chrono::milliseconds answer);

  /// Puts every page of the errand but the last into the inbox, and gives the frame of the last one, without the word
  /// that the errand is settled. `later`: try again; `refused`: it never will work.
  struct Pulled {
    replies::Verdict verdict;
    storage::FrameWriter last;
    std::string cursor;
  };
  boost::asio::awaitable<Pulled> pull(storage::ErrandId id, storage::ErrandRecord errand,
                                      const webhooks::Channel& channel);

 private:
  boost::asio::awaitable<Result<std::string>> cursor_of(const storage::ErrandRecord& errand) const;

  redis::Connection& connection_;
  const storage::Keys& keys_;
  storage::Intake& intake_;
  AccessTokens& tokens_;
  std::chrono::milliseconds answer_;
};

}  // namespace switchroom::errands
