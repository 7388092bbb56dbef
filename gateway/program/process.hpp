#pragma once
// `switchroom serve`: every part of one process, wired together. The one place that knows them all.

#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "config/documents/process_document.hpp"
#include "gateway/chat/bell.hpp"
#include "gateway/commands/consumer.hpp"
#include "gateway/errands/runner.hpp"
#include "gateway/operate/health.hpp"
#include "gateway/program/io_thread.hpp"
#include "gateway/program/watch.hpp"
#include "router/shard/outbox.hpp"
#include "router/shard/reader.hpp"
#include "router/shard/shard.hpp"
#include "storage/kafka/publisher.hpp"

namespace switchroom::program {

class Process {
 public:
  /// Opens nothing yet but the log. Throws std::runtime_error in words for settings that can't work together.
  explicit Process(documents::LoadedProcess loaded);

  /// Listens, takes the shard, serves. Ends after TERM or INT, drained. Returns the exit code: 0 drained (what the
  /// deadline cut off is in the inbox, the next start goes on with it), 130 a second INT.
  int run();

 private:
  boost::asio::awaitable<server::Reply> answer_operator(std::string path, std::string query);
  boost::asio::awaitable<void> keep_topics();
  boost::asio::awaitable<void> hear_signals();
  boost::asio::awaitable<void> drain();
  boost::asio::awaitable<bool> drained(std::chrono::steady_clock::time_point until);
  boost::asio::awaitable<void> watch_dog();
  boost::asio::awaitable<void> ring_for_others();
  boost::asio::awaitable<bool> is_staffed(std::string workspace) const;
  void configure(WorkspaceId id, std::shared_ptr<const workspace::Workspace> configuration,
                 std::shared_ptr<const workspace::Numbering> numbering);
  void complete_channels();
  void start_threads();
  void reload();
  void reload_certificate();
  void write_summary();
  std::vector<operate::Check> checks() const;
  shard::ShardFigures figures() const;
  server::Reply metrics_page();
  server::Reply status_page() const;
  void show_groups();
  void show_mail();
  void show_chat();

  documents::LoadedProcess loaded_;
  operate::Log log_;
  operate::Metrics metrics_;
  redis::Settings redis_;
  storage::KafkaSettings kafka_;
  storage::Keys keys_;
  webhooks::FileKeeper files_;
  Parts parts_;
  chat::Bell bell_;
  std::vector<std::unique_ptr<IoThread>> threads_;  // the first hosts the shard
  std::unique_ptr<Watch> watch_;
  std::unique_ptr<errands::Runner> runner_;
  std::unique_ptr<storage::Publisher> publisher_;
  std::unique_ptr<shard::Outbox> outbox_;
  std::unique_ptr<shard::Shard> shard_;
  std::unique_ptr<shard::Reader> reader_;
  std::unique_ptr<commands::Consumer> commands_;  // empty: they are off
  std::vector<std::jthread> others_;
  std::vector<Error> channel_troubles_;
  std::string topics_trouble_ = "topics not checked yet";
  bool draining_ = false;
  int exit_code_ = 0;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace switchroom::program
