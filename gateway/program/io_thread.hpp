#pragma once
// One I/O thread: its own io_context, listener, Redis connection, channel table and intake; nothing shared with the
// others.

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>

#include "config/documents/process_settings.hpp"
#include "gateway/api/api.hpp"
#include "gateway/chat/chat_route.hpp"
#include "gateway/chat/hub.hpp"
#include "gateway/operate/log.hpp"
#include "gateway/operate/metrics.hpp"
#include "gateway/program/front.hpp"
#include "gateway/program/mail_desk.hpp"
#include "gateway/program/shard_backend.hpp"
#include "gateway/server/server.hpp"
#include "gateway/webhooks/channel_table.hpp"
#include "gateway/webhooks/webhook_route.hpp"
#include "storage/records/intake.hpp"
#include "storage/redis/connection.hpp"

namespace switchroom::program {

/// What all threads are made from; outlives them.
struct Parts {
  const documents::ProcessSettings& settings;
  const redis::Settings& redis;
  const storage::Keys& keys;
  operate::Metrics& metrics;
  operate::Log& log;
  const webhooks::FileKeeper& files;
};

/// The system's time.
Instant wall_clock();

class IoThread {
 public:
  explicit IoThread(const Parts& parts);
  ~IoThread();

  /// Where frames go that are in the inbox, and whom to tell that an append's outcome is unknown. Before `serve`.
  void feed(storage::Intake::Sink sink, storage::Intake::Doubt doubt);
  /// Makes API, web chat and server. `operate` answers the operator's paths; `bell` lives on the owner's thread. Before
  /// `run`.
  void serve(boost::asio::any_io_executor owner, shard::Shard& shard, shard::Reader& reader, Front::Operate operate,
             chat::Bell& bell, chat::Surroundings::Staffed staffed);
  /// Begins to listen; returns the port. Throws boost::system::system_error.
  std::uint16_t listen(const std::string& address, std::uint16_t port, server::Listening how);
  /// Begins to listen for mail where the settings say so. After `serve`. Throws boost::system::system_error.
  void listen_for_mail(std::shared_ptr<boost::asio::ssl::context> certificate, server::Listening how) {
    mail_->listen(parts_.settings, std::move(certificate), how);
  }
  /// Starts the loops on the io_context and runs it until `stop`. On the thread itself.
  void run();
  /// Ends `run`. Any thread.
  void stop() { context_.stop(); }

  boost::asio::io_context& context() { return context_; }
  redis::Connection& connection() { return connection_; }
  webhooks::ChannelTable& channels() { return channels_; }
  /// After `feed`.
  storage::Intake& intake() { return *intake_; }
  server::Server& server() { return *server_; }
  /// After `serve`.
  api::Api& api() { return *api_; }
  chat::Hub& chat() { return *hub_; }
  MailDesk& mail() { return *mail_; }
  bool has_server() const { return server_ != nullptr; }

 private:
  const Parts& parts_;
  std::unique_ptr<chat::Hub> hub_;  // outlives the sockets that are left in the context
  boost::asio::io_context context_{1};
  redis::Connection connection_;
  webhooks::ChannelTable channels_;
  std::unique_ptr<storage::Intake> intake_;
  std::unique_ptr<webhooks::WebhookRoute> webhooks_;
  std::unique_ptr<MailDesk> mail_;
  std::unique_ptr<ShardBackend> backend_;
  std::unique_ptr<api::Api> api_;
  std::unique_ptr<chat::ChatRoute> chat_;
  std::unique_ptr<Front> front_;
  std::unique_ptr<server::Server> server_;
};

}  // namespace switchroom::program
