#pragma once
// The words by which the customer of an SMS channel leaves and comes back. Pure: any thread.

#include <string_view>

#include "connectors/inbound_message.hpp"

namespace switchroom::connectors {

/// `opt_out` for STOP, UNSUBSCRIBE …, `opt_in` for START and UNSTOP, else `text`. The whole text counts, without case
/// and blanks around it: "please stop calling" is an ordinary message.
MessageKind kind_of_sms(std::string_view text);

}  // namespace switchroom::connectors
