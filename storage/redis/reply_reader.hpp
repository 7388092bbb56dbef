#pragma once
// Bytes of RESP2 to replies, at any split, by hiredis' reader. Pure; one thread at a time.

#include <memory>
#include <optional>
#include <string_view>

#include "storage/redis/reply.hpp"

struct redisReader;

namespace switchroom::redis {

/// Collects bytes and gives the replies that are complete. Arrays nested deeper than 7 or longer than 2^24 are an
/// error.
class ReplyReader {
 public:
  ReplyReader();

  /// Takes bytes as they came from the socket.
  void feed(std::string_view bytes);
  /// The next complete reply; empty: more bytes are needed. Error `storage_unavailable`: the bytes are no RESP2, the
  /// reader is of no use any more.
  Result<std::optional<Reply>> next();

 private:
  struct Free {
    void operator()(redisReader* reader) const;
  };
  std::unique_ptr<redisReader, Free> reader_;
};

}  // namespace switchroom::redis
