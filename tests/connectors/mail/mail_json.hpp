#pragma once
// A mail as JSON with one member a line, for golden files. Any thread.

#include <string>

#include "connectors/mail/mail_message.hpp"

namespace switchroom::mail {

std::string json_of(const MailMessage& message);

}  // namespace switchroom::mail
