#pragma once
// What a mail server has counted. Written by the server's thread, read by any.

#include "gateway/server/figures.hpp"

namespace switchroom::smtp {

struct Figures {
  server::Count open;      ///< connections now
  server::Count accepted;  ///< connections so far
  server::Count refused;   ///< connections above `connections_max`
  server::Count secured;   ///< handshakes of TLS that succeeded
  server::Count late;      ///< connections that a deadline ended
  server::Count stored;    ///< mails, once for each recipient, answered 2xx
  server::Count deferred;  ///< answered 4xx: the sender tries again
  server::Count rejected;  ///< answered 5xx
};

}  // namespace switchroom::smtp
