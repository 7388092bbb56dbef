#pragma once
// What Slack sends as a form: buttons, menus, dialogs and slash commands. Sources: "Handling user interaction",
// "block_actions payload", "Implementing slash commands", Slack. Pure: any thread.

#include "connectors/connector.hpp"

namespace switchroom::connectors {

/// The choices or the command in such a body. Errors: fault `undecodable_message`.
Result<Delivery> read_slack_form(const Request& request, const Credentials& credentials);

}  // namespace switchroom::connectors
