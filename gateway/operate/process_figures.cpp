#include "gateway/operate/process_figures.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

namespace switchroom::operate {
namespace {

void append(std::vector<prometheus::MetricFamily>& families, const char* name, const char* help,
            prometheus::MetricType type, double value) {
  prometheus::ClientMetric metric;
  if (type == prometheus::MetricType::Counter)
    metric.counter.value = value;
  else
    metric.gauge.value = value;
  families.push_back({name, help, type, {metric}});
}

/// Fields of /proc/self/stat from the third on, which is `state`; the second may hold blanks and brackets.
std::vector<std::string> stat_fields() {
  std::ifstream file{"/proc/self/stat"};
  std::string line;
  std::getline(file, line);
  const std::size_t end = line.rfind(')');
  std::istringstream rest{end == std::string::npos ? "" : line.substr(end + 1)};
  std::vector<std::string> fields;
  for (std::string field; rest >> field;) fields.push_back(field);
  return fields;
}

std::optional<double> boot_time() {
  std::ifstream file{"/proc/stat"};
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("btime ")) return std::stod(line.substr(6));
  return std::nullopt;
}

double open_files() {
  std::error_code failure;
  double count = 0;
  for (std::filesystem::directory_iterator entry{"/proc/self/fd", failure}, end; !failure && entry != end;
       entry.increment(failure))
    ++count;
  return count;
}

void append_limits(std::vector<prometheus::MetricFamily>& families) {
  using enum prometheus::MetricType;
  append(families, "process_open_fds", "Open file descriptors", Gauge, open_files());
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
    append(families, "process_max_fds", "Most file descriptors that may be open", Gauge,
           static_cast<double>(limit.rlim_cur));
}

}  // namespace

void append_process_figures(std::vector<prometheus::MetricFamily>& families) {
  using enum prometheus::MetricType;
  append_limits(families);
  const std::vector<std::string> fields = stat_fields();
  if (fields.size() < 22) return;
  const double ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  const auto field = [&](std::size_t number) { return std::stod(fields[number - 3]); };  // numbers as in proc(5)
  append(families, "process_cpu_seconds_total", "CPU time of the process", Counter, (field(14) + field(15)) / ticks);
  append(families, "process_threads", "Threads of the process", Gauge, field(20));
  append(families, "process_virtual_memory_bytes", "Virtual memory", Gauge, field(23));
  append(families, "process_resident_memory_bytes", "Resident memory", Gauge,
         field(24) * static_cast<double>(sysconf(_SC_PAGESIZE)));
  if (const auto booted = boot_time())
    append(families, "process_start_time_seconds", "Start of the process since 1970", Gauge,
           *booted + field(22) / ticks);
}

}  // namespace switchroom::operate
