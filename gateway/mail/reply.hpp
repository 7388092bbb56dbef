#pragma once
// What a mail server says. Pure: any thread.

#include <string>
#include <string_view>

namespace switchroom::smtp {

/// One line of an answer: `550 5.1.1 nobody here has this address`.
struct Reply {
  int code = 250;                     ///< RFC 5321, 4.2
  std::string_view status = "2.0.0";  ///< RFC 3463, static text; empty: none, as in greetings and 354
  std::string words{};                ///< on one line, without CR and LF
};

/// Whether the client may believe that it was done.
inline bool is_good(const Reply& reply) { return reply.code < 400; }

/// Appends the line with its CR LF.
inline void append_reply(const Reply& reply, std::string& out) {
  out.append(std::to_string(reply.code)).append(" ");
  if (!reply.status.empty()) out.append(reply.status).append(" ");
  out.append(reply.words).append("\r\n");
}

}  // namespace switchroom::smtp
