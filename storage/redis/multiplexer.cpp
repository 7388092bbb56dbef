#include "storage/redis/multiplexer.hpp"

#include <cassert>
#include <utility>

namespace switchroom::redis {

bool Multiplexer::send(const Command& command, Completion& completion, Instant now) {
  const std::string& bytes = command.bytes();
  if (waiting_.size() >= bounds_.commands || waiting_bytes_ + bytes.size() > bounds_.bytes) return false;
  output_ += bytes;
  waiting_bytes_ += bytes.size();
  waiting_.push_back({std::move(completion), now, bytes.size()});
  return true;
}

void Multiplexer::take_output(std::string& bytes) {
  bytes.clear();
  bytes.swap(output_);
  sent_ = waiting_.size();
}

Result<void> Multiplexer::receive(std::string_view bytes) {
  reader_.feed(bytes);
  Result<void> usable;
  while (true) {
    auto reply = reader_.next();
    if (!reply) return std::unexpected(std::move(reply.error()));
    if (!*reply) return usable;
    if (auto answered = answer(std::move(**reply)); !answered) usable = std::move(answered);
    if (!usable && usable.error().fault == Fault::internal) return usable;
  }
}

// NOSCRIPT and its like end the connection, but replies that have arrived behind it are still good: they are given out
// first.
Result<void> Multiplexer::answer(Reply reply) {
  if (sent_ == 0)
    return std::unexpected(Error{Fault::internal, "Redis", "a reply that nobody asked for", "one reply a command"});
  Waiting waiting = take_first();
  if (!asks_for_reconnect(reply)) {
    waiting.completion(std::move(reply));
    return {};
  }
  Error error = checked(std::move(reply)).error();
  waiting.completion(std::unexpected(error));
  return std::unexpected(std::move(error));
}

Multiplexer::Waiting Multiplexer::take_first() {
  assert(sent_ > 0 && sent_ <= waiting_.size());
  Waiting first = std::move(waiting_.front());
  waiting_.pop_front();
  --sent_;
  waiting_bytes_ -= first.bytes;
  return first;
}

void Multiplexer::lose(const Error& why) {
  output_.clear();
  reader_ = ReplyReader{};
  waiting_bytes_ = 0;
  std::size_t sent = std::exchange(sent_, 0);
  std::deque<Waiting> lost = std::exchange(waiting_, {});
  for (Waiting& waiting : lost) {
    Error error = why;
    error.fault = sent > 0 ? Fault::outcome_unknown : Fault::storage_unavailable;
    if (sent > 0) --sent;
    waiting.completion(std::unexpected(std::move(error)));
  }
}

std::optional<Multiplexer::Instant> Multiplexer::oldest() const {
  if (waiting_.empty()) return std::nullopt;
  return waiting_.front().since;
}

}  // namespace switchroom::redis
