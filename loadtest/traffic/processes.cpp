// Source: proc(5).

#include "loadtest/traffic/processes.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <sstream>
#include <string_view>

namespace switchroom::traffic {
namespace {

/// The fields of /proc/PID/stat behind the name, which may hold blanks and parentheses: the first is the state (field
/// 3).
std::vector<std::string> stat_of(int pid) {
  std::ifstream file{fmt::format("/proc/{}/stat", pid)};
  std::string line;
  std::getline(file, line);
  std::vector<std::string> fields;
  const auto name_end = line.rfind(')');
  if (name_end == std::string::npos) return fields;
  std::istringstream rest{line.substr(name_end + 1)};
  for (std::string field; rest >> field;) fields.push_back(field);
  return fields;
}

double stat_field(int pid, std::size_t number) {
  const auto fields = stat_of(pid);
  return fields.size() > number - 3 ? std::stod(fields[number - 3]) : 0;
}

}  // namespace

Result<WatchedProcess> parse_process(const std::string& text) {
  const auto colon = text.find(':');
  WatchedProcess process{.name = text.substr(0, colon), .pids = {}};
  std::istringstream pids{colon == std::string::npos ? "" : text.substr(colon + 1)};
  for (std::string word; std::getline(pids, word, ',');) {
    int pid = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), pid);
    if (error == std::errc{} && end == word.data() + word.size() && pid > 0) process.pids.push_back(pid);
  }
  if (!process.name.empty() && !process.pids.empty()) return process;
  return std::unexpected(Error{Fault::invalid_setting, "--process", text, "NAME:PID or NAME:PID,PID"});
}

double cpu_seconds(const WatchedProcess& process) {
  double ticks = 0;
  for (const int pid : process.pids) ticks += stat_field(pid, 14) + stat_field(pid, 15);
  return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double resident_mib(const WatchedProcess& process) {
  double pages = 0;
  for (const int pid : process.pids) pages += stat_field(pid, 24);
  return pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

}  // namespace switchroom::traffic
