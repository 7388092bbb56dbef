#include "gateway/operate/metrics.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace switchroom::operate {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

shard::GroupView group(std::string name) {
  shard::GroupView view;
  view.group = std::move(name);
  return view;
}

TEST(Metrics, EveryNameOfTheConventionsIsThereFromTheStart) {
  Metrics metrics{"0.1.0"};
  metrics.webhook("demo/whatsapp").count(std::nullopt, 1ms);
  metrics.count_dead_letter(Fault::undecodable_message);
  metrics.show(shard::ShardFigures{});
  metrics.show("demo", std::vector{group("refunds")}, instant_of_ms(1));
  metrics.count_breach("demo", "refunds", "sla_first");
  metrics.show("lmtp", MailFigures{});
  metrics.show(ChatFigures{});
  const std::string text = metrics.text();
  for (const std::string name : {"switchroom_units_limit",
                                 "switchroom_fairness_jain",
                                 "switchroom_fairness_gap_units",
                                 "switchroom_wait_seconds",
                                 "switchroom_sla_at_risk_tickets",
                                 "switchroom_sla_breaches_total",
                                 "switchroom_webhook_requests_total",
                                 "switchroom_webhook_request_duration_seconds",
                                 "switchroom_intake_append_duration_seconds",
                                 "switchroom_intake_commit_duration_seconds",
                                 "switchroom_assignment_latency_seconds",
                                 "switchroom_decision_duration_seconds",
                                 "switchroom_configuration_wait_seconds",
                                 "switchroom_configurations_compiled_in_place_total",
                                 "switchroom_configuration_swap_seconds",
                                 "switchroom_decisions_total",
                                 "switchroom_inbox_lag_entries",
                                 "switchroom_unpublished_events",
                                 "switchroom_unpublished_oldest_seconds",
                                 "switchroom_dead_letters_total",
                                 "switchroom_capacity_drift_units",
                                 "switchroom_shard_epoch",
                                 "switchroom_tickets",
                                 "switchroom_queue_oldest_seconds",
                                 "switchroom_units_in_use",
                                 "switchroom_agents",
                                 "switchroom_mail_open_connections",
                                 "switchroom_mail_connections_total",
                                 "switchroom_mail_recipients_total",
                                 "switchroom_chat_open_sockets",
                                 "switchroom_chat_visitors",
                                 "switchroom_chat_messages_total",
                                 "switchroom_chat_refused_total",
                                 "switchroom_chat_slow_readers_total",
                                 "switchroom_build_info",
                                 "switchroom_log_lines_dropped_total",
                                 "process_cpu_seconds_total",
                                 "process_resident_memory_bytes",
                                 "process_open_fds",
                                 "process_max_fds",
                                 "process_start_time_seconds"})
    EXPECT_THAT(text, HasSubstr("# TYPE " + name + " ")) << name;
}

TEST(Metrics, OutcomesOfOneChannelAreCountedApart) {
  Metrics metrics{"0.1.0"};
  WebhookSeries series = metrics.webhook("demo/whatsapp");
  series.count(std::nullopt, 2ms);
  series.count(std::nullopt, 2ms);
  series.count(Fault::forged_signature, 2ms);
  metrics.webhook("demo/whatsapp").count(std::nullopt, 2ms);  // another thread's series
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr(R"(switchroom_webhook_requests_total{channel="demo/whatsapp",outcome="accepted"} 3)"));
  EXPECT_THAT(text,
              HasSubstr(R"(switchroom_webhook_requests_total{channel="demo/whatsapp",outcome="forged_signature"} 1)"));
  EXPECT_THAT(text, HasSubstr("switchroom_webhook_request_duration_seconds_count 4"));
}

TEST(Metrics, TheChatsCountersFollowWhatItsThreadsCounted) {
  Metrics metrics{"0.1.0"};
  metrics.show(ChatFigures{
      .sockets = 3, .visitors = 2, .stored = 1, .shown = 5, .origins = 1, .rates = 2, .identities = 3, .slow = 4});
  metrics.show(ChatFigures{
      .sockets = 1, .visitors = 1, .stored = 4, .shown = 6, .origins = 1, .rates = 2, .identities = 3, .slow = 5});
  const std::string text = metrics.text();
  for (const char* line :
       {"switchroom_chat_open_sockets 1\n", "switchroom_chat_visitors 1\n",
        "switchroom_chat_messages_total{direction=\"in\"} 4\n", "switchroom_chat_messages_total{direction=\"out\"} 6\n",
        "switchroom_chat_refused_total{reason=\"origin\"} 1\n", "switchroom_chat_refused_total{reason=\"rate\"} 2\n",
        "switchroom_chat_refused_total{reason=\"identity\"} 3\n", "switchroom_chat_slow_readers_total 5\n"})
    EXPECT_THAT(text, HasSubstr(line));
}

TEST(Metrics, DurationsAreSecondsInBucketsThatFit) {
  Metrics metrics{"0.1.0"};
  observe(metrics.intake_append_seconds, 3ms);
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr(R"(switchroom_intake_append_duration_seconds_bucket{le="0.0025"} 0)"));
  EXPECT_THAT(text, HasSubstr(R"(switchroom_intake_append_duration_seconds_bucket{le="0.005"} 1)"));
  EXPECT_THAT(text, HasSubstr("switchroom_intake_append_duration_seconds_sum 0.003"));
}

TEST(Metrics, AShardsLagIsWhatItHasNotCommitted) {
  Metrics metrics{"0.1.0"};
  metrics.show(shard::ShardFigures{.shard = 7,
                                   .state = "owner",
                                   .takeovers = 2,
                                   .inbox = 12,
                                   .position = 9,
                                   .unpublished_events = 4,
                                   .unpublished_oldest_ms = 1500,
                                   .drift_milli_units = 500});
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr(R"(switchroom_inbox_lag_entries{shard="7"} 3)"));
  EXPECT_THAT(text, HasSubstr(R"(switchroom_unpublished_events{shard="7"} 4)"));
  EXPECT_THAT(text, HasSubstr(R"(switchroom_unpublished_oldest_seconds{shard="7"} 1.5)"));
  EXPECT_THAT(text, HasSubstr(R"(switchroom_shard_epoch{shard="7"} 2)"));
  EXPECT_THAT(text, HasSubstr("switchroom_capacity_drift_units 0.5"));
}

TEST(Metrics, GroupsTellTicketsByStateAndAgentsByStatus) {
  Metrics metrics{"0.1.0"};
  shard::GroupView refunds = group("refunds");
  refunds.state.waiting = 3;
  refunds.state.assigned = 5;
  refunds.state.oldest = instant_of_ms(1'000);
  refunds.agents = {4, 0, 1, 2};
  refunds.limit = Units{12'000};
  refunds.fairness.jain_milli = 750;
  refunds.fairness.wait_p95_ms = 61'500;
  metrics.show("demo", std::vector{refunds}, instant_of_ms(31'000));
  metrics.count_breach("demo", "refunds", "sla_first");
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr(R"(switchroom_tickets{group="refunds",state="queued",workspace="demo"} 3)"));
  EXPECT_THAT(text, HasSubstr(R"(switchroom_tickets{group="refunds",state="assigned",workspace="demo"} 5)"));
  EXPECT_THAT(text, HasSubstr(R"(switchroom_agents{group="refunds",status="online",workspace="demo"} 4)"));
  EXPECT_THAT(text, HasSubstr(R"(switchroom_agents{group="refunds",status="offline",workspace="demo"} 2)"));
  EXPECT_THAT(text, HasSubstr(R"(switchroom_queue_oldest_seconds{group="refunds",workspace="demo"} 30)"));
  EXPECT_THAT(text, HasSubstr(R"(switchroom_units_limit{group="refunds",workspace="demo"} 12)"));
  EXPECT_THAT(text, HasSubstr(R"(switchroom_fairness_jain{group="refunds",workspace="demo"} 0.75)"));
  EXPECT_THAT(text, HasSubstr(R"(switchroom_wait_seconds{group="refunds",quantile="0.95",workspace="demo"} 61.5)"));
  EXPECT_THAT(text,
              HasSubstr(R"(switchroom_sla_breaches_total{clock="sla_first",group="refunds",workspace="demo"} 1)"));
}

TEST(Metrics, EveryFaultHasItsOwnOutcome) {
  Metrics metrics{"0.1.0"};
  WebhookSeries series = metrics.webhook("c");
  for (const FaultRow& row : fault_table()) series.count(row.fault, 1ms);
  const std::string text = metrics.text();
  for (const FaultRow& row : fault_table())
    EXPECT_THAT(text, HasSubstr("outcome=\"" + std::string{row.name} + "\"} 1"));
}

}  // namespace
}  // namespace switchroom::operate
