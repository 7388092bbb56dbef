#pragma once
// One connection to Redis that keeps itself alive, shared by all who run on its thread. Commands leave in the order of
// `send`; all that are sent in one turn of the event loop leave in one write. Everything here belongs to the executor's
// thread.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "storage/redis/address.hpp"
#include "storage/redis/multiplexer.hpp"
#include "storage/redis/settings.hpp"
#include "storage/redis/stream.hpp"

namespace switchroom::redis {

class Connection {
 public:
  /// Opens nothing yet. The scripts must outlive the connection. Throws `std::invalid_argument` for a wrong URL,
  /// `boost::system::system_error` for a `ca_file` that can't be read.
  Connection(boost::asio::any_io_executor executor, Settings settings, std::vector<const Script*> scripts);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Connects, greets (password, settings against the durability word, scripts) and serves; begins anew, with growing
  /// pauses, whenever the connection ends. Ends by an exception only: when it is
  /// cancelled, or when a completion threw; then nothing waits any more. Await it once.
  boost::asio::awaitable<void> run();

  /// Sends a command. `completion` is called once on this thread, never inside this call. Not ready, or too much waits:
  /// `storage_unavailable`. No reply in `command_deadline`, or the connection ended meanwhile: `outcome_unknown`.
  void send(const Command& command, Completion completion);
  /// The same to be awaited. Waits for the reply even if the caller is cancelled.
  boost::asio::awaitable<Result<Reply>> request(Command command);

  /// True if commands can be sent: the server took us in and is as durable as configured.
  bool ready() const { return !trouble_; }
  /// Why it is not ready, for /readyz; empty if it is.
  const std::optional<Error>& trouble() const { return trouble_; }
  /// Waits until `ready()`.
  boost::asio::awaitable<void> until_ready();
  /// How often it became ready, for metrics and to notice that it was lost meanwhile.
  std::uint64_t times_ready() const { return times_ready_; }

 private:
  using Attempt = Result<void>;

  boost::asio::awaitable<void> connect_again_and_again();
  boost::asio::awaitable<Attempt> open();
  boost::asio::awaitable<Attempt> greet();
  boost::asio::awaitable<Attempt> read_replies();
  boost::asio::awaitable<Error> serve();
  boost::asio::awaitable<Error> read_loop();
  boost::asio::awaitable<Error> write_loop();
  boost::asio::awaitable<Error> watch_loop();
  boost::asio::awaitable<void> pause(unsigned attempt);
  Result<void> receive(std::string_view bytes);
  void be_ready();
  void lose(Error why);
  void refuse(Completion completion, Error why);

  boost::asio::any_io_executor executor_;
  Settings settings_;
  Address address_;
  std::vector<const Script*> scripts_;
  std::unique_ptr<boost::asio::ssl::context> tls_;  ///< null unless the address asks for TLS
  std::optional<Stream> stream_;
  Multiplexer multiplexer_;
  std::optional<Error> trouble_;
  std::uint64_t times_ready_ = 0;
  boost::asio::steady_timer output_waits_;  ///< never expires; cancelled to wake the writer
  boost::asio::steady_timer became_ready_;  ///< never expires; cancelled to wake who waits in `until_ready`
  std::string writing_;
  std::vector<char> reading_;
  std::exception_ptr failure_;  ///< thrown by a completion
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace switchroom::redis
