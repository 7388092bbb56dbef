#pragma once
// Tells the threads that hold visitors' sockets that a customer's history has grown. What came is not told: each
// session reads it in the history, so a ring too many or too early changes nothing. The thread of the shard's owner.

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "config/vocabulary/ids.hpp"

namespace switchroom::chat {

class Bell {
 public:
  enum class News : std::uint8_t { lines, typing };
  /// Called on the owner's thread; takes the word to its own thread itself. Customer 0: all of them.
  using Ring = std::function<void(CustomerId, News)>;

  /// A thread that holds sockets; before any of them is open. Returns its number.
  std::size_t add(Ring ring);

  /// Somebody on a thread waits for a customer's news; as often as `leave` is called later.
  void listen(std::size_t thread, CustomerId customer);
  void leave(std::size_t thread, CustomerId customer);

  /// A line of a customer's history was committed.
  void recorded(CustomerId customer);
  /// An agent writes to a customer.
  void typing(CustomerId customer);
  /// Nobody tells us what is committed, as another process does it: everybody looks.
  void ring_all();

 private:
  struct Listeners {
    Ring ring;
    boost::unordered_flat_map<std::uint64_t, std::uint32_t> customers;
  };
  void ring(CustomerId customer, News news) const;

  std::vector<Listeners> threads_;
};

}  // namespace switchroom::chat
