#pragma once
// What the sessions of one server share. One thread.

#include <array>
#include <boost/intrusive/list.hpp>
#include <cstdint>
#include <string>

#include "gateway/server/desk.hpp"
#include "gateway/server/figures.hpp"
#include "gateway/server/handler.hpp"
#include "gateway/server/limits.hpp"
#include "gateway/server/request_ids.hpp"

namespace switchroom::server {

/// A connection as the server sees it. Leaves the list when it dies.
class Connection : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  /// The sweeper: ends the step that takes too long.
  virtual void check_deadline() = 0;
  /// The server drains: ends the connection if no request is on its way.
  virtual void stop_idling() = 0;

 protected:
  ~Connection() = default;
};

/// Kept alive by the server and by each session.
struct Floor {
  static constexpr int tick_ms = 250;

  Floor(const Limits& given_limits, Handler& given_handler)
      : limits(given_limits), handler(given_handler), desks(given_limits.header_bytes_max) {}

  /// The tick at which a step that begins now and may take `ms` is over. At least `ms`, at most two ticks more.
  std::uint64_t deadline_after(int ms) const {
    return tick + 1 + static_cast<std::uint64_t>((ms + tick_ms - 1) / tick_ms);
  }

  const Limits limits;
  Handler& handler;
  Figures figures;
  DeskPool desks;
  RequestIds ids;
  std::uint64_t tick = 0;             ///< counts up every `tick_ms` while the thread runs
  std::string date;                   ///< for the answers of this tick
  std::string scratch;                ///< for the bytes of one answer; free at each suspension
  std::array<char, 16 * 1024> waste;  ///< for bytes that nobody wants
  std::size_t bodies_bytes = 0;       ///< held by bodies that do not fit at their desk
  Count turned_away;                  ///< connections that are just told that there are too many
  bool is_draining = false;
  boost::intrusive::list<Connection, boost::intrusive::constant_time_size<false>> connections;
};

}  // namespace switchroom::server
