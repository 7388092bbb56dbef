#pragma once
// What Prometheus reads at /metrics. Series for the way of a message are taken once and kept as references, so that
// counting costs no look-up by labels. Counting and exposing: any thread. Source: "Text-based format", Prometheus
// documentation.

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/words.hpp"
#include "router/shard/views.hpp"

namespace switchroom::operate {

/// The content type of `Metrics::text`.
inline constexpr std::string_view metrics_content_type = "text/plain; version=0.0.4; charset=utf-8";

/// Series of one configured channel. One thread at a time: a thread takes its own from `Metrics::webhook` and keeps it.
class WebhookSeries {
 public:
  /// Counts one answered delivery. `outcome`: empty for one that was accepted, else the fault that was answered.
  void count(std::optional<Fault> outcome, std::chrono::nanoseconds duration);

 private:
  friend class Metrics;
  static constexpr std::size_t outcome_count = 64;
  WebhookSeries(prometheus::Family<prometheus::Counter>& requests, prometheus::Histogram& duration,
                std::string channel);

  prometheus::Family<prometheus::Counter>* requests_;
  prometheus::Histogram* duration_;
  std::string channel_;
  std::array<prometheus::Counter*, outcome_count> by_outcome_{};  // 0 = accepted, 1 + fault; made when first needed
};

/// How the mail servers of one protocol stand at the moment of a scrape; those of all threads together.
struct MailFigures {
  std::int64_t open = 0;      ///< connections now
  std::int64_t accepted = 0;  ///< connections so far, as are the next three
  std::int64_t refused = 0;   ///< too many
  std::int64_t late = 0;      ///< ended by a deadline
  std::int64_t secured = 0;   ///< with TLS
  std::int64_t stored = 0;    ///< mails, once for each recipient
  std::int64_t deferred = 0;
  std::int64_t rejected = 0;
};

/// How the web chat stands at the moment of a scrape; of all threads together.
struct ChatFigures {
  std::int64_t sockets = 0;   ///< open now
  std::int64_t visitors = 0;  ///< with a socket open now
  std::int64_t stored = 0;    ///< messages of visitors so far, as are the next five
  std::int64_t shown = 0;     ///< lines of conversations put on sockets
  std::int64_t origins = 0;
  std::int64_t rates = 0;
  std::int64_t identities = 0;
  std::int64_t slow = 0;
};

class Metrics {
 public:
  /// Makes every series that needs no label from outside, at zero.
  explicit Metrics(std::string_view version);

  /// The series of a channel (`<workspace>/<channel>`); the same counters for each caller. Looks up by label: not on a
  /// message's way.
  WebhookSeries webhook(std::string_view channel);
  /// Takes over a shard's figures. Looks up by label: call it once a scrape.
  void show(const shard::ShardFigures& figures);
  /// Takes over the figures of all groups of a workspace at `now`; call it once a scrape.
  void show(std::string_view workspace, std::span<const shard::GroupView> groups, Instant now);
  /// Counts a breached clock (`sla_first` …) of a ticket in a group.
  void count_breach(std::string_view workspace, std::string_view group, std::string_view clock);
  /// Takes over the figures of `lmtp` or `smtp`; call it once a scrape.
  void show(std::string_view protocol, const MailFigures& figures);
  /// Takes over the figures of the web chat; call it once a scrape.
  void show(const ChatFigures& figures);
  /// Counts what was held back (`change`, `receipt`, `part`) and is given up.
  void count_given_up(std::string_view kind);
  /// Counts a dead letter by its fault.
  void count_dead_letter(Fault reason);

  /// Everything in the text format, with the process's own figures read now.
  std::string text();

 private:
  prometheus::Registry registry_;
  prometheus::Family<prometheus::Counter>& webhook_requests_;
  prometheus::Family<prometheus::Counter>& decisions_;
  prometheus::Family<prometheus::Counter>& dead_letters_;
  prometheus::Family<prometheus::Gauge>& held_;
  prometheus::Family<prometheus::Counter>& given_up_;
  prometheus::Family<prometheus::Gauge>& inbox_lag_;
  prometheus::Family<prometheus::Gauge>& unpublished_;
  prometheus::Family<prometheus::Gauge>& unpublished_oldest_;
  prometheus::Family<prometheus::Gauge>& epoch_;
  prometheus::Family<prometheus::Gauge>& tickets_;
  prometheus::Family<prometheus::Gauge>& queue_oldest_;
  prometheus::Family<prometheus::Gauge>& units_in_use_;
  prometheus::Family<prometheus::Gauge>& units_limit_;
  prometheus::Family<prometheus::Gauge>& agents_;
  prometheus::Family<prometheus::Gauge>& fairness_;
  prometheus::Family<prometheus::Gauge>& fairness_gap_;
  prometheus::Family<prometheus::Gauge>& waits_;
  prometheus::Family<prometheus::Gauge>& at_risk_;
  prometheus::Family<prometheus::Counter>& breaches_;
  prometheus::Family<prometheus::Gauge>& mail_open_;
  prometheus::Family<prometheus::Counter>& mail_connections_;
  prometheus::Family<prometheus::Counter>& mail_recipients_;
  prometheus::Gauge& chat_sockets_;
  prometheus::Gauge& chat_visitors_;
  prometheus::Family<prometheus::Counter>& chat_messages_;
  prometheus::Family<prometheus::Counter>& chat_refused_;
  prometheus::Counter& chat_slow_;

 public:
  prometheus::Histogram& webhook_seconds;                 ///< request read to answer written
  prometheus::Histogram& intake_append_seconds;           ///< one append to the inbox
  prometheus::Histogram& intake_commit_seconds;           ///< one commit script
  prometheus::Histogram& assignment_latency_seconds;      ///< webhook received to assignment committed
  prometheus::Histogram& decision_seconds;                ///< one input through the engine
  prometheus::Histogram& configuration_wait_seconds;      ///< what the inbox waited for a document to be compiled
  prometheus::Histogram& configuration_swap_seconds;      ///< the owner's thread at work to put it in force
  prometheus::Counter& configurations_compiled_in_place;  ///< by the owner's thread, while everything waited
  prometheus::Counter& tickets_queued;                    ///< decisions by kind
  prometheus::Counter& assignments_started;
  prometheus::Counter& assignments_ended;
  prometheus::Counter& tickets_closed;
  prometheus::Counter& statuses_changed;
  prometheus::Gauge& capacity_drift_units;  ///< always 0; anything else is an alarm
  prometheus::Counter& log_lines_dropped;
  prometheus::Counter& kafka_rebuilds;
};

/// Adds one duration to a histogram of seconds.
void observe(prometheus::Histogram& seconds, std::chrono::nanoseconds duration);

}  // namespace switchroom::operate
