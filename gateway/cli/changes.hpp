#pragma once
// Changes of a workspace's configuration as the commands show and send them. One thread.

#include <boost/json/array.hpp>
#include <expected>
#include <string>

#include "gateway/cli/remote.hpp"
#include "gateway/cli/terminal.hpp"

namespace switchroom::cli {

/// What is going to change, and how the command was asked to say it.
struct Change {
  boost::json::array differences;  ///< in words
  bool json = false;
};

/// Tells what would change, or that nothing does. `answer`: of the server that changed it; null: nothing was sent.
void tell(const Terminal& terminal, const Change& change, const HttpAnswer* answer);

/// Sends a request that puts a configuration in force, and tells what came of it.
Exit put_in_force(const Terminal& terminal, const Remote& remote, connectors::OwnedRequest request,
                  const Change& change);

/// `note=` and the text for a query; empty for an empty text.
std::string note_query(const std::string& note);

/// The differences that the server tells at `path`. The exit code if it does not, which has been told.
std::expected<boost::json::array, Exit> differences_at(const Remote& remote, const std::string& path,
                                                       const std::string& query = {});

}  // namespace switchroom::cli
