// switchroom-load: the traffic generator.

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <memory>

#include "loadtest/traffic/consumer.hpp"
#include "loadtest/traffic/options.hpp"
#include "loadtest/traffic/report.hpp"

namespace switchroom::traffic {
namespace {

std::atomic<bool> interrupted{false};

int complain(const Error& error, int code) {
  fmt::print(stderr, "switchroom-load: {}\n", describe(error));
  return code;
}

/// A run from the command line to its report.
class Run {
 public:
  explicit Run(const Options& options) : options_(options), messages_(options.campaign), tally_(messages_) {}

  int operator()();

 private:
  bool drive();
  void read_processes(double sign);
  void show_progress(double seconds) const;
  ConsumedFigures consumed_figures();
  Report report(const Load& load);
  int exit_code(const Report& report) const;

  const Options& options_;
  Messages messages_;
  Tally tally_;
  std::unique_ptr<Consumer> consumer_;
  std::vector<ProcessFigures> processes_;
  Report report_;
};

int Run::operator()() {
  if (!options_.record.empty())
    if (auto opened = tally_.record_to(options_.record); !opened) return complain(opened.error(), 2);
  if (!options_.brokers.empty()) {
    const auto find = [this](std::string_view event) { return messages_.find(event); };
    auto started = Consumer::start(options_.brokers, options_.topics, find);
    if (!started) return complain(started.error(), 6);
    consumer_ = std::move(*started);
  }
  if (!drive())
    return complain({Fault::internal, options_.campaign.host, "no connection could be made", "a server"}, 6);
  const std::string words = options_.json ? as_json(report_) : as_text(report_);
  fmt::print("{}", words);
  return exit_code(report_);
}

bool Run::drive() {
  for (const WatchedProcess& process : options_.processes) processes_.push_back({process.name, 0, 0});
  processes_.push_back({"generator", 0, 0});
  Listeners listeners{.window_opens = [this] { read_processes(-1); }, .window_closes = [this] { read_processes(1); }};
  if (isatty(STDERR_FILENO) == 1) listeners.tick = [this](double seconds) { show_progress(seconds); };
  Load load{messages_, options_.plan, tally_, std::move(listeners)};
  const bool connected = load.run(interrupted);
  if (consumer_) consumer_->wait_for(tally_.accepted(), Clock::now() + options_.plan.settle, interrupted);
  report_ = report(load);
  return connected;
}

void Run::read_processes(double sign) {
  for (std::size_t i = 0; i < processes_.size(); ++i) {
    const bool own = i == options_.processes.size();
    const WatchedProcess process = own ? WatchedProcess{"generator", {getpid()}} : options_.processes[i];
    processes_[i].cpu_seconds += sign * cpu_seconds(process);
    processes_[i].resident_mib = resident_mib(process);
  }
}

void Run::show_progress(double seconds) const {
  fmt::print(stderr, "\r{:6.0f} s  {:>10} accepted  p99 {:.2f} ms  ", seconds, tally_.accepted(),
             static_cast<double>(tally_.latency().at(0.99)) / 1e6);
}

ConsumedFigures Run::consumed_figures() {
  ConsumedFigures figures{.events = consumer_->events(), .messages = consumer_->messages()};
  std::uint64_t found = 0;
  for (const Seen& seen : consumer_->stop()) {
    if (seen.number < tally_.messages() && tally_.is_accepted(seen.number)) ++found;
    if (const auto since = tally_.measured_since(seen.number)) figures.latency.add((seen.at - *since).count());
  }
  figures.missing = tally_.accepted() - found;
  return figures;
}

Report Run::report(const Load& load) {
  Report report{.seconds = tally_.window_seconds(),
                .rate_asked = options_.plan.per_second,
                .latency = tally_.latency(),
                .messages = tally_.messages(),
                .accepted = tally_.accepted(),
                .repeated = load.repeated(),
                .reconnects = load.reconnects(),
                .answers = tally_.answers(),
                .processes = processes_};
  if (consumer_) report.consumed = consumed_figures();
  return report;
}

int Run::exit_code(const Report& report) const {
  if (interrupted) return 130;
  const bool slow = options_.p99_ms_max > 0 && static_cast<double>(report.latency.at(0.99)) / 1e6 > options_.p99_ms_max;
  const bool unaccepted = options_.plan.until_accepted && report.accepted < report.messages;
  const bool missing = report.consumed && report.consumed->missing > 0;
  return slow || unaccepted || missing ? 3 : 0;
}

}  // namespace
}  // namespace switchroom::traffic

int main(int argc, char** argv) {
  namespace traffic = switchroom::traffic;
  const auto options = traffic::read_options(argc, argv);
  if (!options) return options.error();
  for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, [](int) { traffic::interrupted = true; });
  return traffic::Run{*options}();
}
