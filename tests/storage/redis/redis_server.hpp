#pragma once
// A real redis-server of a test's own: temporary folder, unix socket, AOF always. Ends with the test, even if that is
// killed.

#include <sys/types.h>

#include <string>
#include <vector>

#include "storage/redis/command.hpp"
#include "storage/redis/reply.hpp"

namespace switchroom::redis::test {

class RedisServer {
 public:
  /// Starts and waits until it answers (10 s at most, else throws). `arguments` go behind the usual ones and win:
  /// `{"--appendfsync", "everysec"}`.
  explicit RedisServer(std::vector<std::string> arguments = {});
  ~RedisServer();
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  /// `unix://…`
  std::string url() const { return "unix://" + socket(); }
  std::string socket() const { return folder_ + "/redis.sock"; }
  /// Holds the socket, the log and the AOF; removed at the end.
  const std::string& folder() const { return folder_; }
  pid_t pid() const { return pid_; }

  /// SIGKILL; returns when the process is gone.
  void kill();
  /// Starts again after `kill`, with what the AOF holds.
  void start();
  /// SIGSTOP and SIGCONT.
  void pause();
  void resume();

  /// Runs one command on a connection of its own and waits for the reply (10 s at most). Throws if there is none.
  Reply ask(const Command& command) const;

 private:
  void wait_until_it_answers() const;

  std::vector<std::string> arguments_;
  std::string folder_;
  pid_t pid_ = 0;
};

/// A TCP port that nobody listens on now, below the ephemeral ones.
unsigned free_port();

}  // namespace switchroom::redis::test
