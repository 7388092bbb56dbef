#pragma once
// A request to a provider. Plain values: any thread.

#include <string>

#include "connectors/request.hpp"

namespace switchroom::replies {

/// A request and where it goes.
struct Posting {
  std::string server;  ///< `https://host[:port]`
  connectors::OwnedRequest request;
  std::string message_id{};  ///< what the message will be known by where the answer does not tell; empty: it tells
};

}  // namespace switchroom::replies
