#pragma once
// Many callers, one connection: commands in, bytes to write out; bytes read in, each reply to the caller whose turn it
// is. Pure: no I/O, no clock. One thread. A completion may send again while it runs.

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "storage/redis/command.hpp"
#include "storage/redis/reply_reader.hpp"

namespace switchroom::redis {

/// Called exactly once: with Redis's reply (which may be an error reply, see `checked`), `outcome_unknown` if the
/// connection ended after the bytes were perhaps sent, or `storage_unavailable` if nothing was executed.
using Completion = std::move_only_function<void(Result<Reply>)>;

class Multiplexer {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  /// What may wait at most, sent or not.
  struct Bounds {
    std::size_t commands = 65'536;
    std::size_t bytes = 64UL << 20;
  };

  explicit Multiplexer(Bounds bounds) : bounds_(bounds) {}

  /// Puts a command into the line. False: it is full, and `completion` is left with the caller.
  bool send(const Command& command, Completion& completion, Instant now);

  /// True if `take_output` would return something.
  bool has_output() const { return !output_.empty(); }
  /// Everything that waits to be written, into `bytes` (replaced; its memory is reused). From here on it counts as
  /// sent.
  void take_output(std::string& bytes);

  /// Takes bytes that were read and completes whoever is answered by them. Error: the connection is of no use any more
  /// (no RESP2, a reply nobody asked for, or a reply that asks for a new connection); call `lose`.
  Result<void> receive(std::string_view bytes);

  /// The connection ended: fails everything that waits, `why` in its error's words, and begins anew.
  void lose(const Error& why);

  /// When the command that waits longest came; empty if none waits.
  std::optional<Instant> oldest() const;
  std::size_t waiting() const { return waiting_.size(); }

 private:
  struct Waiting {
    Completion completion;
    Instant since;
    std::size_t bytes;
  };

  Result<void> answer(Reply reply);
  Waiting take_first();

  Bounds bounds_;
  std::string output_;
  std::deque<Waiting> waiting_;
  std::size_t sent_ = 0;  ///< how many of `waiting_`, from its front, were taken to be written
  std::size_t waiting_bytes_ = 0;
  ReplyReader reader_;
};

}  // namespace switchroom::redis
