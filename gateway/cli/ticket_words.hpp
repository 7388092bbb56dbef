#pragma once
// A ticket and a customer as GET /v1/tickets/{id} and /v1/customers give them, in words for a person. Pure; any thread.

#include <boost/json/object.hpp>
#include <string>

namespace switchroom::cli {

/// What it is, its history, and why each decision fell as it did. Text from outside comes in quotes, made harmless.
std::string ticket_in_words(const boost::json::object& ticket);

/// Who it is, and which tickets there are.
std::string customer_in_words(const boost::json::object& customer);

/// Why a ticket was assigned or had to wait: one decision of a ticket document.
std::string decision_in_words(const boost::json::object& decision);

}  // namespace switchroom::cli
