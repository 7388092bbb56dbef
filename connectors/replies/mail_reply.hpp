#pragma once
// What an answer to a mail says of the mail that it answers. Pure: any thread.

#include <string>

#include "connectors/replies/replies.hpp"

namespace switchroom::replies {

/// `Re: ` and the subject that is answered, once; without line ends.
std::string reply_subject(const Reply& reply);

/// The Message-ID that In-Reply-To and References name, in its angle brackets; empty if none is known.
std::string answered_id(const Reply& reply);

}  // namespace switchroom::replies
