#include <fmt/format.h>

#include "gateway/cli/version.hpp"
#include "gateway/program/process.hpp"
#include "gateway/server/problem.hpp"

// What operators see of the process.

namespace switchroom::program {

namespace asio = boost::asio;
using operate::Check;

namespace {

/// A counter that somebody else counts.
void raise_to(prometheus::Counter& counter, std::uint64_t count) {
  counter.Increment(static_cast<double>(count) - counter.Value());
}

}  // namespace

asio::awaitable<server::Reply> Process::answer_operator(std::string path, std::string query) {
  if (path == "/livez" || path == "/healthz") co_return operate::livez();
  if (path == "/readyz") {
    const std::vector<Check> all = checks();
    co_return operate::readyz(all, operate::has_flag(query, "verbose"));
  }
  co_return path == "/metrics" ? metrics_page() : status_page();
}

std::vector<Check> Process::checks() const {
  const shard::ShardFigures now = figures();
  const auto& trouble = threads_.front()->connection().trouble();
  const storage::PublisherFigures kafka = publisher_->figures();
  std::vector<Check> all;
  all.push_back({"redis", !trouble, trouble ? describe(*trouble) : std::string{}});
  all.push_back({"shard", shard_->owner(),
                 shard_->owner()
                     ? fmt::format("shard {}: owner", now.shard)
                     : fmt::format("shard {}: {}; messages are stored, the owner routes them", now.shard, now.state)});
  all.push_back({"draining", !draining_, draining_ ? "this process is stopping" : ""});
  const auto& bounds = loaded_.settings.shard;
  all.push_back(
      {"backlog", now.inbox - now.position < bounds.backlog_max_frames,
       fmt::format("{} of {} frames wait to be routed", now.inbox - now.position, bounds.backlog_max_frames)});
  all.push_back(
      {"outbox", now.inbox - now.published < bounds.unpublished_max_frames,
       fmt::format("{} of {} frames wait for Kafka", now.inbox - now.published, bounds.unpublished_max_frames)});
  all.push_back(
      {"kafka", !kafka.away_since, kafka.away_since ? "away, events wait in Redis: " + kafka.trouble : "", false});
  all.push_back({"topics", topics_trouble_.empty(), topics_trouble_, false});
  all.push_back({"rollback", now.rolled_back_to == 0,
                 now.rolled_back_to == 0 ? ""
                                         : fmt::format("Redis came back older: entries {} to {} were lost",
                                                       now.rolled_back_from + 1, now.rolled_back_to),
                 false});
  for (const Error& channel : channel_troubles_) all.push_back({"channel", false, describe(channel), false});
  return all;
}

shard::ShardFigures Process::figures() const {
  shard::ShardFigures now = shard_->figures();
  now.unpublished_events = publisher_->unpublished_events();
  if (const auto oldest = publisher_->oldest()) {
    const auto wall =
        std::chrono::duration_cast<Milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    now.unpublished_oldest_ms = std::max<std::int64_t>(0, wall - ms_of(*oldest));
  }
  return now;
}

void Process::show_groups() {
  const shard::Fold* fold = shard_->fold();
  if (fold == nullptr) return;
  const Instant now = shard_->now();
  for (const auto& workspace : fold->workspaces().all())
    metrics_.show(workspace->name, shard::group_views(*workspace, now), now);
}

void Process::show_mail() {
  operate::MailFigures lmtp, smtp;
  for (const auto& thread : threads_) {
    if (const auto* server = thread->mail().lmtp()) add_figures(*server, lmtp);
    if (const auto* server = thread->mail().smtp()) add_figures(*server, smtp);
  }
  if (!loaded_.settings.mail.lmtp.listen.empty()) metrics_.show("lmtp", lmtp);
  if (!loaded_.settings.mail.smtp.listen.empty()) metrics_.show("smtp", smtp);
}

void Process::show_chat() {
  operate::ChatFigures all;
  for (const auto& thread : threads_) {
    const chat::Figures& own = thread->chat().figures();
    all.sockets += own.sockets.value();
    all.visitors += own.visitors.value();
    all.stored += own.stored.value();
    all.shown += own.shown.value();
    all.origins += own.origins.value();
    all.rates += own.rates.value();
    all.identities += own.identities.value();
    all.slow += own.slow.value();
  }
  metrics_.show(all);
}

server::Reply Process::metrics_page() {
  const shard::ShardFigures now = figures();
  metrics_.show(now);
  metrics_.capacity_drift_units.Set(static_cast<double>(now.drift_milli_units) / 1000);
  show_groups();
  show_mail();
  show_chat();
  raise_to(metrics_.kafka_rebuilds, publisher_->figures().rebuilds);
  raise_to(metrics_.log_lines_dropped, log_.dropped());
  return {200, operate::metrics_content_type, metrics_.text(), {}};
}

server::Reply Process::status_page() const {
  operate::ProcessSummary summary{.version = cli::version};
  summary.uptime_ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began_).count();
  for (const auto& thread : threads_) {
    summary.open_connections += static_cast<std::uint64_t>(thread->server().figures().open.value());
    summary.requests += static_cast<std::uint64_t>(thread->server().figures().requests.value());
  }
  summary.log_lines_dropped = log_.dropped();
  const std::vector<Check> all = checks();
  const shard::ShardFigures one[] = {figures()};
  return operate::status_page(summary, all, one);
}

}  // namespace switchroom::program
