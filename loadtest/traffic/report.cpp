#include "loadtest/traffic/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace switchroom::traffic {
namespace {

double ms(std::int64_t ns) { return static_cast<double>(ns) / 1e6; }

std::string latency_text(std::string_view name, const Histogram& latency) {
  return fmt::format("{:<10} p50 {:.2f}  p99 {:.2f}  p99.9 {:.2f}  max {:.1f} ms\n", name, ms(latency.at(0.5)),
                     ms(latency.at(0.99)), ms(latency.at(0.999)), ms(latency.max()));
}

std::string latency_json(const Histogram& latency) {
  return fmt::format(R"({{"mean":{:.4f},"p50":{:.4f},"p90":{:.4f},"p99":{:.4f},"p999":{:.4f},"max":{:.4f}}})",
                     latency.mean() / 1e6, ms(latency.at(0.5)), ms(latency.at(0.9)), ms(latency.at(0.99)),
                     ms(latency.at(0.999)), ms(latency.max()));
}

std::string answer_word(int status) { return status == 0 ? "none" : std::to_string(status); }

std::string quoted(std::string_view text) {
  std::string json{'"'};
  for (const char c : text) {
    if (c == '"' || c == '\\') json += '\\';
    json += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return json += '"';
}

template <class Things, class Show>
std::string joined(const Things& things, Show show) {
  std::string text;
  for (const auto& thing : things) text.append(text.empty() ? "" : ",").append(show(thing));
  return text;
}

std::string process_json(const Report& report, const ProcessFigures& process) {
  return fmt::format(R"({}:{{"cpu_seconds":{:.2f},"us_per_message":{:.2f},"resident_mib":{:.1f}}})",
                     quoted(process.name), process.cpu_seconds, report.us_per_message(process), process.resident_mib);
}

std::string consumed_json(const std::optional<ConsumedFigures>& consumed) {
  if (!consumed) return "null";
  return fmt::format(R"({{"events":{},"messages":{},"missing":{},"latency_ms":{}}})", consumed->events,
                     consumed->messages, consumed->missing, latency_json(consumed->latency));
}

}  // namespace

double Report::us_per_message(const ProcessFigures& process) const {
  return process.cpu_seconds * 1e6 / static_cast<double>(std::max<std::uint64_t>(1, latency.count()));
}

std::string as_text(const Report& report) {
  std::string text = fmt::format("rate       {:.0f}/s accepted in {:.1f} s", report.rate(), report.seconds);
  if (report.rate_asked > 0) text += fmt::format(" (asked {:.0f}/s)", report.rate_asked);
  text += '\n' + latency_text("2xx", report.latency);
  text += fmt::format("messages   {} of {} accepted, {} repeated, {} reconnects; answers:", report.accepted,
                      report.messages, report.repeated, report.reconnects);
  for (const auto& [status, count] : report.answers) text += fmt::format(" {} × {}", count, answer_word(status));
  text += '\n';
  if (report.consumed) {
    text += latency_text("consumed", report.consumed->latency);
    text += fmt::format("events     {} read, of {} messages, {} missing\n", report.consumed->events,
                        report.consumed->messages, report.consumed->missing);
  }
  for (const ProcessFigures& process : report.processes)
    text += fmt::format("{:<10} {:.1f} µs CPU a message, {:.0f} % of a core, {:.0f} MiB\n", process.name,
                        report.us_per_message(process), 100 * process.cpu_seconds / std::max(0.001, report.seconds),
                        process.resident_mib);
  return text;
}

std::string as_json(const Report& report) {
  const auto answer = [](const auto& entry) {
    return fmt::format(R"("{}":{})", answer_word(entry.first), entry.second);
  };
  const auto process = [&](const ProcessFigures& figures) { return process_json(report, figures); };
  return fmt::format(
      R"({{"seconds":{:.3f},"rate_asked":{:.1f},"rate":{:.1f},"messages":{},"accepted":{},"repeated":{},"reconnects":{},)"
      R"("answers":{{{}}},"latency_ms":{},"consumed":{},"processes":{{{}}}}})"
      "\n",
      report.seconds, report.rate_asked, report.rate(), report.messages, report.accepted, report.repeated,
      report.reconnects, joined(report.answers, answer), latency_json(report.latency), consumed_json(report.consumed),
      joined(report.processes, process));
}

}  // namespace switchroom::traffic
