#pragma once
// What an answer to a mail says of the mail that it answers, and by what the next mail finds its ticket. Pure: any
// thread.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/replies/replies.hpp"

namespace switchroom::replies {

/// Of every kind that answers by mail.
inline constexpr connectors::SettingRule reply_to_setting{
    "reply_to", false, false,
    "`plain` where mail to `support+anything@` does not arrive: answers are then expected at our address itself"};

inline constexpr connectors::SettingRule keep_cc_setting{
    "keep_cc", false, false,
    "`true`: whom the customer had in copy gets the answers, too, unless the answer says who does"};

/// Who gets the answer besides its customer, in one line; empty: nobody.
std::string reply_copies(const Reply& reply);

/// `Re: ` and the subject that is answered, once; without line ends.
std::string reply_subject(const Reply& reply);

/// The ids of the thread, oldest first, the one that is answered last (RFC 5322, 3.6.4): of more than 40 the first and
/// the last 20; none that could end the header or is longer than a line.
std::vector<std::string_view> reply_references(const Reply& reply);

/// Name and value of what stands in the head beside addresses and subject: In-Reply-To with the Message-ID that is
/// answered, if it is known, and References in one line of at most 870 octets (what Amazon SES takes), where ids
/// between the first and the newest ones give way; of what no person wrote Auto-Submitted (RFC 3834) and Precedence.
std::vector<std::pair<std::string_view, std::string>> reply_headers(const Reply& reply);

/// The same as a JSON member: `,"Headers":[{"Name":…,"Value":…},…]`, appended; nothing if there are none.
void append_named_headers(const Reply& reply, std::string& body);

/// Our end as the provider spells it, without what stood behind a `+`.
std::string reply_sender(const Reply& reply);

/// Where the customer's next mail shall go, for Reply-To: our address with the ticket's token behind a `+`. Empty if
/// that is the sender itself: no token, the setting `reply_to` says `plain`, or the address would be too long (RFC
/// 5321: 64 octets before the `@`).
std::string reply_address(const Reply& reply, const connectors::Credentials& credentials);

}  // namespace switchroom::replies
