#pragma once
// What the connections of one mail server share. One thread.

#include <array>
#include <boost/asio/ssl/context.hpp>
#include <boost/intrusive/list.hpp>
#include <cstdint>
#include <memory>

#include "gateway/mail/figures.hpp"
#include "gateway/mail/handler.hpp"
#include "gateway/mail/limits.hpp"

namespace switchroom::smtp {

/// A connection as the server sees it. Leaves the list when it dies.
class Guest : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  /// The sweeper: ends the step that takes too long.
  virtual void check_deadline() = 0;
  /// The server drains: ends the connection if no mail is on its way.
  virtual void stop_idling() = 0;

 protected:
  ~Guest() = default;
};

/// Kept alive by the server and by each connection.
struct Floor {
  static constexpr int tick_ms = 250;

  Floor(Dialect given_dialect, Limits given_limits, Handler& given_handler,
        std::shared_ptr<boost::asio::ssl::context> given_certificate)
      : dialect(given_dialect),
        limits(std::move(given_limits)),
        handler(given_handler),
        certificate(std::move(given_certificate)) {}

  /// The tick at which a step that begins now and may take `ms` is over. At least `ms`, at most two ticks more.
  std::uint64_t deadline_after(int ms) const {
    return tick + 1 + static_cast<std::uint64_t>((ms + tick_ms - 1) / tick_ms);
  }

  const Dialect dialect;
  const Limits limits;
  Handler& handler;
  std::shared_ptr<boost::asio::ssl::context> certificate;  ///< null: no STARTTLS
  Figures figures;
  std::uint64_t tick = 0;       ///< counts up every `tick_ms` while the thread runs
  std::size_t mails_bytes = 0;  ///< of all mails that are on their way or being stored
  bool is_draining = false;
  boost::intrusive::list<Guest, boost::intrusive::constant_time_size<false>> guests;
};

}  // namespace switchroom::smtp
