#pragma once
// The open sockets of one I/O thread, and what they share. That thread only.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "gateway/chat/bell.hpp"
#include "gateway/chat/chat_history.hpp"
#include "gateway/chat/figures.hpp"
#include "gateway/chat/rates.hpp"
#include "gateway/operate/log.hpp"
#include "gateway/webhooks/channel_table.hpp"
#include "storage/records/intake.hpp"

namespace switchroom::chat {

/// How patient a socket is.
struct Patience {
  std::chrono::milliseconds hello{10'000};  ///< from the upgrade to the first frame
  std::chrono::milliseconds write{
      10'000};                             ///< for one frame; the socket is closed then, and cut after three times that
  std::chrono::milliseconds close{5'000};  ///< for the peer to agree
  std::chrono::milliseconds idle{54'000};  ///< without a sign of life; a ping goes out at half of it
  std::chrono::milliseconds presence{25'000};  ///< between two looks whether anybody is on
};

/// What a socket works with; everything given by reference outlives it.
struct Surroundings {
  /// Whether an agent of a workspace is there to answer.
  using Staffed = std::function<boost::asio::awaitable<bool>(std::string workspace)>;

  const webhooks::ChannelTable& channels;
  storage::Intake& intake;
  operate::Log& log;
  ChatHistory history;
  Staffed staffed;
  Instant (*now)();
  Patience patience{};
};

class Hub {
 public:
  /// A socket.
  class Listener {
   public:
    /// The history that it listens to may have grown.
    virtual void ring() = 0;
    /// An agent writes to its customer.
    virtual void typing() = 0;
    /// The process stops: to be closed, so that the page connects again.
    virtual void drain() = 0;

   protected:
    ~Listener() = default;
  };

  /// `owner` is the executor of the bell's thread. All outlive the hub. Before the thread runs.
  Hub(boost::asio::any_io_executor executor, boost::asio::any_io_executor owner, Bell& bell, Surroundings surroundings);

  const Surroundings& surroundings() const { return surroundings_; }
  Rates& rates() { return rates_; }
  /// What is counted: changed on the hub's thread, read on any.
  Figures& figures() { return figures_; }
  const Figures& figures() const { return figures_; }

  /// From here on `listener` is told when the process stops; until `leave`.
  void enter(Listener& listener);
  /// A socket's visitor, by channel and address, from his hello until `part`.
  void meet(const std::string& visitor);
  void part(const std::string& visitor);
  /// Ends what `enter` and, for this customer (0: none), `listen` began.
  void leave(Listener& listener, CustomerId customer);
  /// From its end on, no line that is committed is missed. Once a listener.
  boost::asio::awaitable<void> listen(Listener& listener, CustomerId customer);

  /// The thread has ended, and what is left of its sockets dies with its io_context: nobody is told any more.
  void abandon() { is_abandoned_ = true; }

  /// Closes all sockets; new ones are to be refused.
  void drain();
  bool is_draining() const { return is_draining_; }

 private:
  void ring(CustomerId customer, Bell::News news);

  boost::asio::any_io_executor executor_, owner_;
  Bell& bell_;
  Surroundings surroundings_;
  Rates rates_;
  Figures figures_;
  std::size_t number_ = 0;
  bool is_draining_ = false;
  bool is_abandoned_ = false;
  std::vector<Listener*> listeners_;
  boost::unordered_flat_map<std::uint64_t, std::vector<Listener*>> by_customer_;
  boost::unordered_flat_map<std::string, std::size_t> visitors_;  // their sockets
};

}  // namespace switchroom::chat
