#include "gateway/program/io_thread.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "storage/records/scripts.hpp"

namespace switchroom::program {
namespace {

namespace asio = boost::asio;

server::Limits limits_of(const documents::ProcessSettings& settings) {
  const auto& listen = settings.listen;
  return {.connections_max = std::max<std::size_t>(1, listen.connections_max / settings.threads),
          .header_bytes_max = listen.header_bytes_max,
          .body_bytes_max = listen.body_bytes_max,
          .header_ms = static_cast<int>(listen.header_ms),
          .body_ms = static_cast<int>(listen.body_ms),
          .answer_ms = static_cast<int>(listen.answer_ms),
          .idle_ms = static_cast<int>(listen.idle_ms)};
}

/// A loop that fails has met a broken invariant: the exception leaves `run` and ends the process.
void rethrow(std::exception_ptr failure) {
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

Instant wall_clock() {
  return instant_of_ms(
      std::chrono::duration_cast<Milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count());
}

IoThread::IoThread(const Parts& parts)
    : parts_(parts),
      connection_(context_.get_executor(), parts.redis, storage::scripts().all()),
      channels_(parts.metrics, parts.settings.secrets.directory) {}

IoThread::~IoThread() {
  if (hub_) hub_->abandon();
}

void IoThread::feed(storage::Intake::Sink sink, storage::Intake::Doubt doubt) {
  const unsigned replicas = parts_.redis.durability == redis::Durability::replicated ? parts_.redis.replicas : 0;
  const storage::InboxBounds bounds{parts_.settings.shard.backlog_max_frames,
                                    parts_.settings.shard.unpublished_max_frames, replicas};
  const auto clock = [this](std::chrono::steady_clock::duration took) {
    operate::observe(parts_.metrics.intake_append_seconds, took);
  };
  intake_ = std::make_unique<storage::Intake>(context_.get_executor(), connection_, parts_.keys, bounds,
                                              std::move(sink), std::move(doubt), clock);
}

void IoThread::serve(asio::any_io_executor owner, shard::Shard& shard, shard::Reader& reader, Front::Operate operate,
                     chat::Bell& bell, chat::Surroundings::Staffed staffed) {
  const std::chrono::milliseconds answer_limit{parts_.settings.listen.answer_ms / 2};
  webhooks_ = std::make_unique<webhooks::WebhookRoute>(channels_, *intake_, parts_.log, parts_.files, wall_clock,
                                                       parts_.settings.listen.body_bytes_max);
  mail_ = std::make_unique<MailDesk>(context_, channels_, *webhooks_, parts_.log);
  backend_ = std::make_unique<ShardBackend>(owner, shard, reader, parts_.keys.shard, connection_, *intake_,
                                            parts_.files, bell, answer_limit);
  api_ = std::make_unique<api::Api>(*backend_);
  chat::Surroundings around{.channels = channels_,
                            .intake = *intake_,
                            .log = parts_.log,
                            .history = {connection_, parts_.keys},
                            .staffed = std::move(staffed),
                            .now = wall_clock};
  hub_ = std::make_unique<chat::Hub>(context_.get_executor(), std::move(owner), bell, std::move(around));
  chat_ = std::make_unique<chat::ChatRoute>(*hub_);
  front_ = std::make_unique<Front>(*webhooks_, *chat_, *api_, parts_.log, std::move(operate));
  server_ = std::make_unique<server::Server>(context_, limits_of(parts_.settings), *front_);
}

std::uint16_t IoThread::listen(const std::string& address, std::uint16_t port, server::Listening how) {
  return server_->listen({asio::ip::make_address(address), port}, how).port();
}

void IoThread::run() {
  asio::co_spawn(context_, connection_.run(), rethrow);
  asio::co_spawn(context_, server_->run(), rethrow);
  mail_->run();
  context_.run();
}

}  // namespace switchroom::program
