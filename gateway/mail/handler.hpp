#pragma once
// What the mail server asks of the program behind it. The one thread of the server's io_context.

#include <boost/asio/awaitable.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/mail/reply.hpp"
#include "gateway/mail/session.hpp"

namespace switchroom::smtp {

namespace asio = boost::asio;

/// Who brings a mail.
struct Peer {
  Dialect dialect = Dialect::lmtp;
  std::string address;  ///< of the connection, without port
};

class Handler {
 public:
  virtual ~Handler() = default;

  /// Whose an address is; asked for each RCPT.
  virtual Owner find(std::string_view address) = 0;

  /// Stores a mail, and says for each recipient, in their order, what became of it: good is only what is stored. Has to
  /// end by itself: each wait inside needs a deadline of its own. An exception becomes 451 for all.
  virtual asio::awaitable<std::vector<Reply>> take(Mail mail, Peer peer) = 0;

  /// An exception came out of `take`; here it can be logged.
  virtual void on_exception(std::string_view what) noexcept = 0;
};

}  // namespace switchroom::smtp
