#pragma once
// What an answer to a mail says of the mail that it answers. Pure: any thread.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/replies/replies.hpp"

namespace switchroom::replies {

/// `Re: ` and the subject that is answered, once; without line ends.
std::string reply_subject(const Reply& reply);

/// Name and value of what stands in the head beside addresses and subject: In-Reply-To and References with the
/// Message-ID that is answered, if it is known; of what no person wrote Auto-Submitted (RFC 3834) and Precedence.
std::vector<std::pair<std::string_view, std::string>> reply_headers(const Reply& reply);

/// The same as a JSON member: `,"Headers":[{"Name":…,"Value":…},…]`, appended; nothing if there are none.
void append_named_headers(const Reply& reply, std::string& body);

}  // namespace switchroom::replies
