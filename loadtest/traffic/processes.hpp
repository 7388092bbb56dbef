#pragma once
// CPU time and memory of other processes, from /proc. Any thread.

#include <string>
#include <vector>

#include "config/vocabulary/error.hpp"

namespace switchroom::traffic {

/// A name in the report for one or several processes.
struct WatchedProcess {
  std::string name;
  std::vector<int> pids;
};

/// Reads `name:pid[,pid…]`. Error `invalid_setting`.
Result<WatchedProcess> parse_process(const std::string& text);

/// CPU seconds that the processes have used since their start, user and system, all threads; those that are gone count
/// 0.
double cpu_seconds(const WatchedProcess& process);
/// Their resident memory in MiB.
double resident_mib(const WatchedProcess& process);

}  // namespace switchroom::traffic
