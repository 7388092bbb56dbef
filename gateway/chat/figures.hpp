#pragma once
// What the web chat of an I/O thread has counted. Written by that thread, read by any.

#include "gateway/server/figures.hpp"

namespace switchroom::chat {

struct Figures {
  server::Count sockets;     ///< open now
  server::Count visitors;    ///< that said hello, with a socket open now; one with several counts once
  server::Count stored;      ///< messages of visitors, by socket or form
  server::Count shown;       ///< lines of conversations that were put on sockets
  server::Count origins;     ///< refused: a page that may not show the chat
  server::Count rates;       ///< refused: too many messages
  server::Count identities;  ///< refused: no proof of who the user is
  server::Count slow;        ///< sockets that were closed since their page did not read
};

}  // namespace switchroom::chat
