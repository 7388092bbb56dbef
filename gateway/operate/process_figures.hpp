#pragma once
// The process's own figures under the names that every Prometheus client gives them. Any thread.
// Source: "Writing client libraries, process metrics", Prometheus documentation; proc(5).

#include <prometheus/metric_family.h>

#include <vector>

namespace switchroom::operate {

/// Appends process_cpu_seconds_total, process_resident_memory_bytes, process_virtual_memory_bytes, process_open_fds,
/// process_max_fds, process_threads and process_start_time_seconds, read now; one that can't be read is left out.
void append_process_figures(std::vector<prometheus::MetricFamily>& families);

}  // namespace switchroom::operate
