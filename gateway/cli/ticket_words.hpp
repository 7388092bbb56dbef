#pragma once
// A ticket and a customer as GET /v1/tickets/{id} and /v1/customers give them, in words for a person. Pure; any thread.

#include <boost/json/object.hpp>
#include <string>

namespace switchroom::cli {

/// What it is, its history, and why each decision fell as it did. Text from outside comes in quotes, made harmless.
std::string ticket_in_words(const boost::json::object& ticket);

/// Its decisions with all that is known of each: rules with the text that they matched, skills, step, who was kept out
/// by which filter, winner and runner-up.
std::string why_in_words(const boost::json::object& ticket);

/// Who it is, and which tickets there are.
std::string customer_in_words(const boost::json::object& customer);

/// One decision of a ticket document, as `why_in_words` tells it; without the text that rules read.
std::string decision_in_words(const boost::json::object& decision);

}  // namespace switchroom::cli
