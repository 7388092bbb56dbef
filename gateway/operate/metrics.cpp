#include "gateway/operate/metrics.hpp"

#include <prometheus/text_serializer.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "gateway/operate/process_figures.hpp"

namespace switchroom::operate {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;

template <class Series>
Family<Series>& family(prometheus::Registry& registry, const char* name, const char* help) {
  if constexpr (std::is_same_v<Series, Counter>)
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
  if constexpr (std::is_same_v<Series, Gauge>) return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}

/// Seconds from half a millisecond to ten seconds.
Histogram& seconds(prometheus::Registry& registry, const char* name, const char* help) {
  const Histogram::BucketBoundaries buckets{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                            0.1,    0.25,  0.5,    1,     2.5,  5,     10};
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add({}, buckets);
}

/// An engine's decision takes microseconds, so its buckets begin there.
Histogram& microseconds(prometheus::Registry& registry, const char* name, const char* help) {
  const Histogram::BucketBoundaries buckets{5e-7, 1e-6,   2.5e-6, 5e-6, 1e-5, 2.5e-5, 5e-5,
                                            1e-4, 2.5e-4, 5e-4,   1e-3, 1e-2, 0.1,    1};
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add({}, buckets);
}

void show_build(prometheus::Registry& registry, std::string_view version) {
  prometheus::BuildGauge()
      .Name("switchroom_build_info")
      .Help("Always 1; the labels say what runs")
      .Register(registry)
      .Add({{"version", std::string{version}}, {"compiler", "clang " __clang_version__}})
      .Set(1);
}

}  // namespace

WebhookSeries::WebhookSeries(Family<Counter>& requests, Histogram& duration, std::string channel)
    : requests_(&requests), duration_(&duration), channel_(std::move(channel)) {}

void WebhookSeries::count(std::optional<Fault> outcome, std::chrono::nanoseconds duration) {
  Counter*& counter = by_outcome_.at(outcome ? 1 + static_cast<std::size_t>(*outcome) : 0);
  if (counter == nullptr) {
    const std::string word = outcome ? std::string{row_of(*outcome).name} : "accepted";
    counter = &requests_->Add({{"channel", channel_}, {"outcome", word}});
  }
  counter->Increment();
  observe(*duration_, duration);
}

Metrics::Metrics(std::string_view version)
    : webhook_requests_(family<Counter>(registry_, "switchroom_webhook_requests_total", "Webhook requests answered")),
      decisions_(family<Counter>(registry_, "switchroom_decisions_total", "Decisions committed, by kind")),
      dead_letters_(family<Counter>(registry_, "switchroom_dead_letters_total", "Deliveries set aside, by reason")),
      held_(family<Gauge>(registry_, "switchroom_held_back", "Messages that wait for the one they belong to, by kind")),
      given_up_(
          family<Counter>(registry_, "switchroom_held_given_up_total", "Messages whose message did not come, by kind")),
      inbox_lag_(
          family<Gauge>(registry_, "switchroom_inbox_lag_entries", "Inbox entries not yet folded and committed")),
      unpublished_(family<Gauge>(registry_, "switchroom_unpublished_events",
                                 "Committed events that Kafka has not acknowledged")),
      unpublished_oldest_(
          family<Gauge>(registry_, "switchroom_unpublished_oldest_seconds", "Age of the oldest unpublished event")),
      epoch_(family<Gauge>(registry_, "switchroom_shard_epoch", "Takeovers of the shard so far")),
      tickets_(family<Gauge>(registry_, "switchroom_tickets", "Open tickets, by group and state")),
      queue_oldest_(
          family<Gauge>(registry_, "switchroom_queue_oldest_seconds", "Age of the longest-waiting ticket, by group")),
      units_in_use_(family<Gauge>(registry_, "switchroom_units_in_use", "Units of open assignments, by group")),
      units_limit_(family<Gauge>(registry_, "switchroom_units_limit", "Limits of its members together, by group")),
      agents_(family<Gauge>(registry_, "switchroom_agents", "Agents, by group and status")),
      fairness_(family<Gauge>(registry_, "switchroom_fairness_jain",
                              "Jain's index of the units that this hour gave to members, by group; 1 is even")),
      fairness_gap_(family<Gauge>(registry_, "switchroom_fairness_gap_units",
                                  "Units between the member who got most this hour and who got least, by group")),
      waits_(family<Gauge>(registry_, "switchroom_wait_seconds",
                           "How long this hour's assigned tickets had waited, by group; quantile 1 is the longest")),
      at_risk_(family<Gauge>(registry_, "switchroom_sla_at_risk_tickets",
                             "Open tickets that were warned of and whose SLA clock still runs, by group")),
      breaches_(family<Counter>(registry_, "switchroom_sla_breaches_total", "Breached SLA clocks, by group and clock")),
      mail_open_(family<Gauge>(registry_, "switchroom_mail_open_connections", "Connections of mail servers now")),
      mail_connections_(family<Counter>(registry_, "switchroom_mail_connections_total",
                                        "Connections of mail servers, by what became of them")),
      mail_recipients_(family<Counter>(registry_, "switchroom_mail_recipients_total",
                                       "Mails, once for each recipient, by what was answered")),
      chat_sockets_(family<Gauge>(registry_, "switchroom_chat_open_sockets", "WebSockets of chat pages now").Add({})),
      chat_visitors_(
          family<Gauge>(registry_, "switchroom_chat_visitors", "Visitors with a chat page open now").Add({})),
      chat_messages_(family<Counter>(registry_, "switchroom_chat_messages_total",
                                     "Messages stored for visitors (in) and lines put on their pages (out)")),
      chat_refused_(
          family<Counter>(registry_, "switchroom_chat_refused_total", "What chat pages were refused, by why")),
      chat_slow_(family<Counter>(registry_, "switchroom_chat_slow_readers_total",
                                 "WebSockets that were closed since their page did not read")
                     .Add({})),
      webhook_seconds(
          seconds(registry_, "switchroom_webhook_request_duration_seconds", "From a webhook read to its answer")),
      intake_append_seconds(
          seconds(registry_, "switchroom_intake_append_duration_seconds", "One append to the inbox in Redis")),
      intake_commit_seconds(
          seconds(registry_, "switchroom_intake_commit_duration_seconds", "One commit of decisions to Redis")),
      assignment_latency_seconds(
          seconds(registry_, "switchroom_assignment_latency_seconds", "From a webhook to its committed assignment")),
      decision_seconds(microseconds(registry_, "switchroom_decision_duration_seconds", "One input through the engine")),
      configuration_wait_seconds(seconds(registry_, "switchroom_configuration_wait_seconds",
                                         "The inbox waited for a document to be compiled")),
      configuration_swap_seconds(seconds(registry_, "switchroom_configuration_swap_seconds",
                                         "The owner's thread at work to put a configuration in force")),
      configurations_compiled_in_place(
          family<Counter>(registry_, "switchroom_configurations_compiled_in_place_total",
                          "Documents that the owner's thread compiled while everything waited")
              .Add({})),
      tickets_queued(decisions_.Add({{"kind", "ticket_queued"}})),
      assignments_started(decisions_.Add({{"kind", "assignment_started"}})),
      assignments_ended(decisions_.Add({{"kind", "assignment_ended"}})),
      tickets_closed(decisions_.Add({{"kind", "ticket_closed"}})),
      statuses_changed(decisions_.Add({{"kind", "agent_status_changed"}})),
      capacity_drift_units(
          family<Gauge>(registry_, "switchroom_capacity_drift_units", "Units recounted minus the ledger's; always 0")
              .Add({})),
      log_lines_dropped(
          family<Counter>(registry_, "switchroom_log_lines_dropped_total", "Log lines lost to a full queue").Add({})),
      kafka_rebuilds(
          family<Counter>(registry_, "switchroom_kafka_rebuilds_total", "Kafka producers made anew after a failure")
              .Add({})) {
  show_build(registry_, version);
}

WebhookSeries Metrics::webhook(std::string_view channel) {
  return {webhook_requests_, webhook_seconds, std::string{channel}};
}

void Metrics::show(const shard::ShardFigures& figures) {
  const prometheus::Labels shard{{"shard", std::to_string(figures.shard)}};
  const std::uint64_t lag = figures.inbox > figures.position ? figures.inbox - figures.position : 0;
  inbox_lag_.Add(shard).Set(static_cast<double>(lag));
  unpublished_.Add(shard).Set(static_cast<double>(figures.unpublished_events));
  unpublished_oldest_.Add(shard).Set(static_cast<double>(figures.unpublished_oldest_ms) / 1000);
  epoch_.Add(shard).Set(static_cast<double>(figures.takeovers));
  capacity_drift_units.Set(static_cast<double>(figures.drift_milli_units) / 1000);
  for (const storage::HeldKind kind :
       {storage::HeldKind::change, storage::HeldKind::receipt, storage::HeldKind::part}) {
    prometheus::Labels labels = shard;
    labels.emplace("kind", word_of(storage::held_kind_names, kind));
    held_.Add(labels).Set(static_cast<double>(figures.held[static_cast<std::size_t>(kind)]));
  }
}

void Metrics::show(std::string_view workspace, std::span<const shard::GroupView> groups, Instant now) {
  for (const shard::GroupView& view : groups) {
    const prometheus::Labels group{{"workspace", std::string{workspace}}, {"group", view.group}};
    const auto with = [&](const char* name, std::string_view value) {
      prometheus::Labels labels = group;
      labels.emplace(name, value);
      return labels;
    };
    const auto units = [](Units amount) { return static_cast<double>(amount.milli) / 1000; };
    const auto seconds_of = [](std::int64_t ms) { return static_cast<double>(ms) / 1000; };
    const engine::GroupFairness& fair = view.fairness;
    const bool waits = view.state.oldest != Instant{};
    tickets_.Add(with("state", "queued")).Set(view.state.waiting);
    tickets_.Add(with("state", "assigned")).Set(view.state.assigned);
    queue_oldest_.Add(group).Set(
        seconds_of(waits ? std::max<std::int64_t>(0, ms_of(now) - ms_of(view.state.oldest)) : 0));
    units_in_use_.Add(group).Set(units(view.state.in_use));
    units_limit_.Add(group).Set(units(view.limit));
    for (std::size_t status = 0; status < status_names.size(); ++status)
      agents_.Add(with("status", status_names[status])).Set(view.agents[status]);
    fairness_.Add(group).Set(fair.jain_milli / 1000.0);
    fairness_gap_.Add(group).Set(units(fair.largest_gap));
    waits_.Add(with("quantile", "0.5")).Set(seconds_of(fair.wait_p50_ms));
    waits_.Add(with("quantile", "0.95")).Set(seconds_of(fair.wait_p95_ms));
    waits_.Add(with("quantile", "1")).Set(seconds_of(fair.wait_max_ms));
    at_risk_.Add(group).Set(fair.sla_at_risk);
  }
}

void Metrics::count_breach(std::string_view workspace, std::string_view group, std::string_view clock) {
  breaches_.Add({{"workspace", std::string{workspace}}, {"group", std::string{group}}, {"clock", std::string{clock}}})
      .Increment();
}

void Metrics::show(std::string_view protocol, const MailFigures& figures) {
  const prometheus::Labels labels{{"protocol", std::string{protocol}}};
  mail_open_.Add(labels).Set(static_cast<double>(figures.open));
  const auto raise = [&](Family<Counter>& series, const char* outcome, std::int64_t count) {
    prometheus::Labels own = labels;
    own.emplace("outcome", outcome);
    Counter& counter = series.Add(own);
    counter.Increment(static_cast<double>(count) - counter.Value());
  };
  raise(mail_connections_, "accepted", figures.accepted - figures.refused);
  raise(mail_connections_, "refused", figures.refused);
  raise(mail_connections_, "late", figures.late);
  raise(mail_connections_, "secured", figures.secured);
  raise(mail_recipients_, "stored", figures.stored);
  raise(mail_recipients_, "deferred", figures.deferred);
  raise(mail_recipients_, "rejected", figures.rejected);
}

void Metrics::show(const ChatFigures& figures) {
  chat_sockets_.Set(static_cast<double>(figures.sockets));
  chat_visitors_.Set(static_cast<double>(figures.visitors));
  const auto raise = [](Counter& counter, std::int64_t count) {
    counter.Increment(static_cast<double>(count) - counter.Value());
  };
  raise(chat_messages_.Add({{"direction", "in"}}), figures.stored);
  raise(chat_messages_.Add({{"direction", "out"}}), figures.shown);
  raise(chat_refused_.Add({{"reason", "origin"}}), figures.origins);
  raise(chat_refused_.Add({{"reason", "rate"}}), figures.rates);
  raise(chat_refused_.Add({{"reason", "identity"}}), figures.identities);
  raise(chat_slow_, figures.slow);
}

void Metrics::count_given_up(std::string_view kind) { given_up_.Add({{"kind", std::string{kind}}}).Increment(); }

void Metrics::count_dead_letter(Fault reason) {
  dead_letters_.Add({{"reason", std::string{row_of(reason).name}}}).Increment();
}

std::string Metrics::text() {
  std::vector<prometheus::MetricFamily> families = registry_.Collect();
  append_process_figures(families);
  return prometheus::TextSerializer{}.Serialize(families);
}

void observe(Histogram& seconds, std::chrono::nanoseconds duration) {
  seconds.Observe(std::chrono::duration<double>{duration}.count());
}

}  // namespace switchroom::operate
