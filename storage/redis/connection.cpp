#include "storage/redis/connection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>
#include <utility>
#include <variant>

#include "storage/redis/deadline.hpp"
#include "storage/redis/greeting.hpp"

namespace switchroom::redis {
namespace asio = boost::asio;
namespace {

constexpr auto never = asio::steady_timer::time_point::max();
constexpr std::size_t read_bytes = 64UL << 10;

Address parsed(const std::string& url) {
  auto address = parse_address(url);
  if (!address) throw std::invalid_argument(describe(address.error()));
  return std::move(*address);
}

Error unreachable(const Address& address, std::string found, std::string expected) {
  return {Fault::storage_unavailable, describe(address), std::move(found), std::move(expected)};
}

}  // namespace

Connection::Connection(asio::any_io_executor executor, Settings settings, std::vector<const Script*> scripts)
    : executor_(std::move(executor)),
      settings_(std::move(settings)),
      address_(parsed(settings_.url)),
      scripts_(std::move(scripts)),
      multiplexer_(settings_.bounds),
      trouble_(unreachable(address_, "not connected yet", "a connection")),
      output_waits_(executor_, never),
      became_ready_(executor_, never),
      reading_(read_bytes) {
  if (address_.transport == Address::Transport::tls) tls_ = tls_context(settings_.ca_file);
}

// No guard object tells who waits: an event loop that is destroyed destroys this frame, and the connection may be gone
// by then.
asio::awaitable<void> Connection::run() {
  try {
    co_await connect_again_and_again();
  } catch (...) {
    lose(unreachable(address_, "the connection was shut down", ""));
    throw;
  }
}

asio::awaitable<void> Connection::connect_again_and_again() {
  for (unsigned attempt = 0;; ++attempt) {
    const std::optional<Attempt> opened = co_await finish_within(settings_.connect_deadline, open());
    if (opened && *opened) {
      attempt = 0;
      be_ready();
      lose(co_await serve());
    } else if (opened) {
      lose(opened->error());
    } else {
      lose(unreachable(address_, fmt::format("no answer in {} ms", settings_.connect_deadline.count()), "an answer"));
    }
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    co_await pause(attempt);
  }
}

asio::awaitable<Connection::Attempt> Connection::open() {
  Result<Stream> stream = co_await Stream::open(address_, tls_.get());
  if (!stream) co_return std::unexpected(std::move(stream.error()));
  stream_.emplace(std::move(*stream));
  co_return co_await greet();
}

asio::awaitable<Connection::Attempt> Connection::greet() {
  std::vector<Reply> replies;
  for (const Command& command : greeting(address_, settings_, scripts_)) {
    Completion keep = [&replies](Result<Reply> reply) {
      if (reply) replies.push_back(std::move(*reply));
    };
    multiplexer_.send(command, keep, std::chrono::steady_clock::now());
  }
  multiplexer_.take_output(writing_);
  if (auto written = co_await stream_->write(writing_); !written) co_return written;
  if (auto read = co_await read_replies(); !read) co_return read;
  co_return judge(replies, settings_);
}

asio::awaitable<Connection::Attempt> Connection::read_replies() {
  while (multiplexer_.waiting() > 0) {
    const Result<std::size_t> bytes = co_await stream_->read_some(reading_);
    if (!bytes) co_return std::unexpected(bytes.error());
    if (auto received = receive({reading_.data(), *bytes}); !received) co_return received;
  }
  co_return Attempt{};
}

asio::awaitable<Error> Connection::serve() {
  using namespace asio::experimental::awaitable_operators;
  auto ended = co_await (read_loop() || write_loop() || watch_loop());
  co_return std::visit([](Error& error) { return std::move(error); }, ended);
}

asio::awaitable<Error> Connection::read_loop() {
  while (true) {
    const Result<std::size_t> bytes = co_await stream_->read_some(reading_);
    if (!bytes) co_return bytes.error();
    if (auto received = receive({reading_.data(), *bytes}); !received) co_return std::move(received.error());
  }
}

asio::awaitable<Error> Connection::write_loop() {
  while (true) {
    while (!multiplexer_.has_output()) co_await output_waits_.async_wait(asio::as_tuple(asio::use_awaitable));
    multiplexer_.take_output(writing_);
    if (auto written = co_await stream_->write(writing_); !written) co_return std::move(written.error());
  }
}

asio::awaitable<Error> Connection::watch_loop() {
  asio::steady_timer timer{executor_};
  while (true) {
    const auto now = std::chrono::steady_clock::now();
    const auto due = multiplexer_.oldest().value_or(now) + settings_.command_deadline;
    if (due <= now)
      co_return unreachable(address_, fmt::format("no reply in {} ms", settings_.command_deadline.count()), "a reply");
    timer.expires_at(due);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

asio::awaitable<void> Connection::pause(unsigned attempt) {
  const auto longest = std::min(settings_.backoff_max, settings_.backoff_min * (1U << std::min(attempt, 16U)));
  std::uniform_int_distribution<std::int64_t> between{longest.count() / 2, longest.count()};
  asio::steady_timer timer{executor_, std::chrono::milliseconds{between(random_)}};
  co_await timer.async_wait(asio::use_awaitable);
}

// An exception of a completion may not end one loop while the others go on: it ends `run`.
Result<void> Connection::receive(std::string_view bytes) try { return multiplexer_.receive(bytes); } catch (...) {
  failure_ = std::current_exception();
  return std::unexpected(Error{Fault::internal, "Redis", "a completion threw", ""});
}

void Connection::be_ready() {
  trouble_.reset();
  ++times_ready_;
  became_ready_.cancel();
}

void Connection::lose(Error why) {
  trouble_ = std::move(why);
  stream_.reset();
  multiplexer_.lose(*trouble_);
}

void Connection::refuse(Completion completion, Error why) {
  asio::post(executor_, [completion = std::move(completion), why = std::move(why)]() mutable {
    completion(std::unexpected(std::move(why)));
  });
}

void Connection::send(const Command& command, Completion completion) {
  if (trouble_) {
    Error why = *trouble_;
    if (why.fault != Fault::storage_not_durable) why.fault = Fault::storage_unavailable;
    return refuse(std::move(completion), std::move(why));
  }
  const bool writer_sleeps = !multiplexer_.has_output();
  if (!multiplexer_.send(command, completion, std::chrono::steady_clock::now()))
    return refuse(std::move(completion),
                  unreachable(address_, fmt::format("{} commands wait for Redis", multiplexer_.waiting()), "fewer"));
  if (writer_sleeps) output_waits_.cancel();
}

asio::awaitable<Result<Reply>> Connection::request(Command command) {
  return asio::async_initiate<const asio::use_awaitable_t<>, void(Result<Reply>)>(
      [this](auto handler, const Command& what) { send(what, Completion{std::move(handler)}); }, asio::use_awaitable,
      std::move(command));
}

asio::awaitable<void> Connection::until_ready() {
  while (!ready()) co_await became_ready_.async_wait(asio::as_tuple(asio::use_awaitable));
}

}  // namespace switchroom::redis
