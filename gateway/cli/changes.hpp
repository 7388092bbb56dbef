#pragma once
// Changes of a workspace's configuration as the commands show and send them. One thread.

#include <boost/json/array.hpp>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>

#include "gateway/cli/remote.hpp"
#include "gateway/cli/terminal.hpp"

namespace CLI {
class App;
}

namespace switchroom::cli {

/// What is going to change, and how the command was asked to say it.
struct Change {
  boost::json::array differences{};         ///< in words
  std::uint64_t from = 0;                   ///< version in force that they were made with; 0: none
  std::string draft{};                      ///< tag of the draft that was compared, if it was one
  std::optional<std::uint64_t> expected{};  ///< version that the person says is in force
  bool json = false;
};

/// Adds --expect-version to a command that puts something in force.
void add_expect_version(CLI::App& command, std::optional<std::uint64_t>& expected);

/// Tells what would change, or that nothing does. `answer`: of the server that changed it; null: nothing was sent.
void tell(const Terminal& terminal, const Change& change, const HttpAnswer* answer);

/// Exit::changed if another version is in force than the person expects, which has been told. Empty: go on.
std::optional<Exit> refuse_unexpected(const Terminal& terminal, const Change& change);

/// Sends a request that puts a configuration in force, unless another one is in force by then than the differences
/// were made with, and tells what came of it.
Exit put_in_force(const Terminal& terminal, const Remote& remote, connectors::OwnedRequest request,
                  const Change& change);

/// `note=` and the text for a query; empty for an empty text.
std::string note_query(const std::string& note);

/// The differences that the server tells at `path`. The exit code if it does not, which has been told.
std::expected<Change, Exit> differences_at(const Remote& remote, const std::string& path,
                                           const std::string& query = {});

/// The version in an answer's entity tag; 0 if there is none.
std::uint64_t version_of(const HttpAnswer& answer);

}  // namespace switchroom::cli
