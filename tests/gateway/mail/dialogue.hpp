#pragma once
// A conversation with the mail server, written down. The first line says which server:
//
//   lmtp            or smtp; then words: normalize, tls, small (mails of at most 40 bytes)
//   > LHLO x        the client sends this line with CR LF; lines that follow each other are one packet
//   >| a\nb\r\n     the client sends this as it is, but for \r \n \0 \\
//   -               the server has nothing to say to that packet
//   250 …           what the server says
//     deliver from ann@example.org to support@shop.example: Hi\r\n          what it does, indented by two
//
// Others may begin with `#`. support, later (whose mails are answered 451) and bomb (554) are at shop.example.

#include <string>
#include <string_view>

#include "gateway/mail/session.hpp"

namespace switchroom::smtp {

/// Whose an address is in all dialogues.
Owner owner_of(std::string_view address);

/// What the mail of a recipient is answered in all dialogues.
Reply outcome_for(std::string_view recipient);

/// The same conversation with what the server really says and does.
std::string played(std::string_view dialogue);

/// `\r`, `\n`, `\0` and `\\` for what can't be seen.
std::string escaped(std::string_view bytes);

}  // namespace switchroom::smtp
