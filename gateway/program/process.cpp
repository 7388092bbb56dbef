#include "gateway/program/process.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <stdexcept>

#include "config/documents/secret.hpp"
#include "config/documents/workspace_document.hpp"
#include "gateway/cli/version.hpp"
#include "gateway/program/notify.hpp"
#include "gateway/program/readiness.hpp"

namespace switchroom::program {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

std::string draw_incarnation() {
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof bytes) != 1) throw std::runtime_error("the system gives no random numbers");
  return fmt::format("{:02x}", fmt::join(bytes, ""));
}

/// The first error of a document is enough here: it was checked before it was put into the inbox.
Result<workspace::Workspace> parse_document(std::string_view text) {
  auto decoded = documents::decode_workspace(text, "workspace.yaml");
  if (decoded) return std::move(*decoded);
  return std::unexpected(std::move(decoded.error().front()));
}

operate::Level level_of(std::string_view word) {
  return from_word<operate::Level>(operate::level_names, word).value_or(operate::Level::info);
}

void rethrow(std::exception_ptr failure) {
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

Process::Process(documents::LoadedProcess loaded)
    : loaded_(std::move(loaded)),
      log_(level_of(loaded_.settings.log.level)),
      metrics_(cli::version),
      redis_(redis_settings(loaded_.settings)),
      kafka_(kafka_settings(loaded_.settings)),
      keys_(loaded_.settings.shard.number),
      files_(loaded_.settings.blobs.directory),
      parts_{loaded_.settings, redis_, keys_, metrics_, log_, files_} {
  for (std::uint32_t i = 0; i < loaded_.settings.threads; ++i) threads_.push_back(std::make_unique<IoThread>(parts_));
  IoThread& home = *threads_.front();
  const asio::any_io_executor owner = home.context().get_executor();
  const auto apply = [this](WorkspaceId id, auto configuration, auto numbering) {
    configure(id, std::move(configuration), std::move(numbering));
  };
  watch_ = std::make_unique<Watch>(
      metrics_, log_, keys_.shard, apply, [this] { complete_channels(); },
      [this](storage::ErrandId id, const storage::ErrandRecord& errand) { runner_->owe(id, errand); },
      [this] { runner_->forget_all(); }, [this](CustomerId customer) { bell_.recorded(customer); });
  publisher_ = std::make_unique<storage::Publisher>(owner, kafka_, storage::PublisherBounds{});
  outbox_ = std::make_unique<shard::Outbox>(
      owner, home.connection(), keys_, *publisher_, kafka_,
      *from_word<storage::MessageEvents>(storage::message_events_names, loaded_.settings.kafka.messages));
  shard_ = std::make_unique<shard::Shard>(owner, home.connection(), keys_, *outbox_, shard_settings(loaded_.settings),
                                          parse_document, draw_incarnation, *watch_);
  reader_ = std::make_unique<shard::Reader>(*shard_, home.connection(), keys_);
}

void Process::configure(WorkspaceId id, std::shared_ptr<const workspace::Workspace> configuration,
                        std::shared_ptr<const workspace::Numbering> numbering) {
  channel_troubles_ = threads_.front()->channels().configure(id, *configuration, *numbering);
  for (const Error& trouble : channel_troubles_) log_.write(operate::Level::error, "channel does not work", trouble);
  for (std::size_t i = 1; i < threads_.size(); ++i)
    asio::post(threads_[i]->context(), [thread = threads_[i].get(), id, configuration, numbering] {
      thread->channels().configure(id, *configuration, *numbering);
    });
}

void Process::complete_channels() {
  threads_.front()->channels().complete();
  for (std::size_t i = 1; i < threads_.size(); ++i)
    asio::post(threads_[i]->context(), [thread = threads_[i].get()] { thread->channels().complete(); });
}

int Process::run() {
  const auto& listen = loaded_.settings.listen;
  const asio::any_io_executor owner = threads_.front()->context().get_executor();
  const auto certificate = mail_certificate(loaded_.settings);
  const auto how = threads_.size() > 1 ? server::Listening::shared : server::Listening::alone;
  std::uint16_t port = static_cast<std::uint16_t>(listen.port);
  for (auto& thread : threads_) {
    const bool home = thread == threads_.front();
    if (home)
      thread->feed([this](storage::Appended appended) { shard_->offer(std::move(appended)); },
                   [this] { shard_->look(); });
    else
      thread->feed(
          [this, owner](storage::Appended appended) {
            asio::post(owner, [this, appended = std::move(appended)]() mutable { shard_->offer(std::move(appended)); });
          },
          [this, owner] { asio::post(owner, [this] { shard_->look(); }); });
    const auto operate = [this, owner](std::string path, std::string query) -> asio::awaitable<server::Reply> {
      return asio::co_spawn(owner, answer_operator(std::move(path), std::move(query)), asio::use_awaitable);
    };
    const auto staffed = [this, owner](std::string workspace) -> asio::awaitable<bool> {
      return asio::co_spawn(owner, is_staffed(std::move(workspace)), asio::use_awaitable);
    };
    if (home)
      runner_ = std::make_unique<errands::Runner>(
          owner, thread->connection(), keys_, thread->intake(), thread->channels(), log_,
          [this]() -> const std::string& { return shard_->incarnation(); }, wall_clock);
    thread->serve(owner, *shard_, *reader_, operate, bell_, staffed);
    port = thread->listen(listen.address, port, how);
    thread->listen_for_mail(certificate, how);
  }
  log_.write(operate::Level::info, "listening",
             {{"address", std::string_view{listen.address}}, {"port", std::uint64_t{port}}});
  start_threads();
  return exit_code_;
}

void Process::start_threads() {
  asio::io_context& home = threads_.front()->context();
  asio::co_spawn(home, shard_->run(), rethrow);
  asio::co_spawn(home, keep_topics(), rethrow);
  asio::co_spawn(home, hear_signals(), rethrow);
  asio::co_spawn(home, watch_dog(), rethrow);
  if (loaded_.settings.kafka.commands == "on") {
    commands_ = std::make_unique<commands::Consumer>(kafka_, *shard_, threads_.front()->api(), log_);
    asio::co_spawn(home, commands_->run(), rethrow);
  }
  asio::co_spawn(home, ring_for_others(), rethrow);
  for (std::size_t i = 1; i < threads_.size(); ++i)
    others_.emplace_back([thread = threads_[i].get()] { thread->run(); });
  threads_.front()->run();
  for (auto& thread : threads_) thread->stop();
  others_.clear();
}

/// Topics are made or checked as soon as Kafka answers; what does not fit is said until somebody mends it.
asio::awaitable<void> Process::keep_topics() {
  const auto tell = [this](const Error& error) {
    if (std::exchange(topics_trouble_, describe(error)) != topics_trouble_)
      log_.write(operate::Level::error, "topics", error);
  };
  for (;;) {
    co_await threads_.front()->connection().until_ready();
    const Result<void> checked =
        co_await check_topics(threads_.front()->connection(), kafka_, loaded_.settings.kafka, tell);
    if (checked) break;
    tell(checked.error());
    asio::steady_timer timer{threads_.front()->context(), 5s};
    co_await timer.async_wait(asio::use_awaitable);
  }
  topics_trouble_.clear();
}

asio::awaitable<void> Process::watch_dog() {
  bool told = false;
  for (asio::steady_timer timer{threads_.front()->context()};;) {
    if (!told && shard_->owner()) {
      notify("READY=1");
      told = true;
    }
    if (!draining_) notify("WATCHDOG=1");
    timer.expires_after(told ? 5s : 100ms);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

/// While another process owns the shard, nobody tells this one of new messages: visitors' sockets look by themselves.
asio::awaitable<void> Process::ring_for_others() {
  bool owned = false;
  for (asio::steady_timer timer{threads_.front()->context()};;) {
    timer.expires_after(1s);
    co_await timer.async_wait(asio::use_awaitable);
    if (!std::exchange(owned, shard_->owner()) || !owned) bell_.ring_all();
  }
}

/// Whether an agent is there to answer. Who does not own the shard can't tell and promises nothing worse.
asio::awaitable<bool> Process::is_staffed(std::string workspace) const {
  const shard::Fold* fold = shard_->fold();
  const shard::WorkspaceState* state = fold == nullptr ? nullptr : fold->workspaces().find(workspace);
  if (state == nullptr) co_return true;
  co_return std::ranges::any_of(state->engine.agents(), [](const engine::AgentState& agent) {
    return agent.status == Status::online || agent.status == Status::busy;
  });
}

asio::awaitable<void> Process::hear_signals() {
  asio::signal_set signals{threads_.front()->context()};
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGUSR1}) signals.add(signal);
  for (;;) {
    switch (co_await signals.async_wait(asio::use_awaitable)) {
      case SIGHUP:
        reload();
        break;
      case SIGUSR1:
        write_summary();
        break;
      default:
        if (std::exchange(draining_, true)) {  // a second one does not wait
          exit_code_ = 130;
          threads_.front()->stop();
          break;
        }
        asio::co_spawn(threads_.front()->context(), drain(), rethrow);
    }
  }
}

/// Stops accepting, finishes what is in flight, lets Kafka have every event, ends.
asio::awaitable<void> Process::drain() {
  notify("STOPPING=1");
  log_.write(operate::Level::info, "draining");
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds{loaded_.settings.drain_ms};
  for (auto& thread : threads_)
    asio::post(thread->context(), [thread = thread.get()] {
      thread->server().drain();
      thread->chat().drain();
      thread->mail().drain();
    });
  const bool done = co_await drained(until);
  if (!done)
    log_.write(operate::Level::warning, "stopped with work in flight: it is in the inbox, the next start goes on");
  threads_.front()->stop();
}

asio::awaitable<bool> Process::drained(std::chrono::steady_clock::time_point until) {
  const auto open = [this] {
    std::int64_t count = 0;
    for (const auto& thread : threads_) count += thread->server().figures().open.value() + thread->mail().open();
    return count;
  };
  asio::steady_timer timer{threads_.front()->context()};
  while (open() > 0 || (shard_->owner() && !shard_->idle())) {
    if (std::chrono::steady_clock::now() > until) co_return false;
    timer.expires_after(10ms);
    co_await timer.async_wait(asio::use_awaitable);
  }
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
  const bool flushed = co_await publisher_->flush(std::max(left, 0ms));
  if (!shard_->owner()) co_return flushed;
  // Redis is told what Kafka has, so that the next start sends nothing twice.
  while (outbox_->published() > shard_->figures().marked && std::chrono::steady_clock::now() < until) {
    timer.expires_after(10ms);
    co_await timer.async_wait(asio::use_awaitable);
  }
  co_return flushed;
}

/// HUP: the log level is read again; the secrets of all channels too, so that a rotated one counts.
void Process::reload() {
  notify("RELOADING=1");
  documents::ProcessSources sources{.environment = documents::process_environment()};
  if (!loaded_.file.empty()) sources.config_file = loaded_.file;
  const auto again = documents::load_process(sources);
  if (again) {
    log_.set_level(level_of(again->settings.log.level));
    reload_certificate();
    if (const shard::Fold* fold = shard_->fold())
      for (const auto& workspace : fold->workspaces().all())
        configure(workspace->id, workspace->configuration, workspace->numbering);
    log_.write(operate::Level::info, "reloaded");
  } else {
    log_.write(operate::Level::error, "not reloaded", again.error().front());
  }
  notify("READY=1");
}

/// The files may hold another certificate by now; one that can't be used leaves the old one in force.
void Process::reload_certificate() {
  try {
    const auto certificate = mail_certificate(loaded_.settings);
    for (auto& thread : threads_)
      asio::post(thread->context(), [thread = thread.get(), certificate] { thread->mail().show(certificate); });
  } catch (const std::runtime_error& failure) {
    log_.write(operate::Level::error, "certificate not reloaded", {{"what", std::string_view{failure.what()}}});
  }
}

void Process::write_summary() {
  const shard::ShardFigures now = figures();
  log_.write(operate::Level::info, "summary",
             {{"state", std::string_view{now.state}},
              {"inbox", now.inbox},
              {"position", now.position},
              {"published", now.published},
              {"open_tickets", now.open_tickets},
              {"waiting_tickets", now.waiting_tickets}});
}

}  // namespace switchroom::program
