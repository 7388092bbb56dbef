#pragma once
// The command line of switchroom-load.

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "loadtest/traffic/load.hpp"
#include "loadtest/traffic/messages.hpp"
#include "loadtest/traffic/processes.hpp"

namespace switchroom::traffic {

struct Options {
  Campaign campaign{};
  Plan plan{};
  std::vector<WatchedProcess> processes{};
  std::string record{};   ///< empty: none
  std::string brokers{};  ///< empty: no consumer
  std::vector<std::string> topics{};
  double p99_ms_max = 0;  ///< 0: no such threshold
  bool json = false;
};

/// Reads the command line, resolves secrets and the server's name. What it says to the user is on stdout or stderr
/// already; then the exit code is returned: 0 for --help, 2 for wrong usage.
std::expected<Options, int> read_options(int argc, char** argv);

}  // namespace switchroom::traffic
