#pragma once
// The mail servers of one I/O thread: none, LMTP, SMTP or both, as the settings say. That thread only.

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "config/documents/process_settings.hpp"
#include "gateway/mail/mail_route.hpp"
#include "gateway/mail/mail_server.hpp"

namespace switchroom::program {

/// What `server` has counted, added to `figures`.
void add_figures(const smtp::MailServer& server, operate::MailFigures& figures);

/// The certificate that the settings name; null if they name none. Throws std::runtime_error for one that can't be
/// used.
std::shared_ptr<boost::asio::ssl::context> mail_certificate(const documents::ProcessSettings& settings);

class MailDesk {
 public:
  /// Everything given by reference outlives the desk.
  MailDesk(boost::asio::io_context& context, const webhooks::ChannelTable& channels, webhooks::WebhookRoute& webhooks,
           operate::Log& log);

  /// Begins to listen where the settings say so. Throws boost::system::system_error if that can't be done.
  void listen(const documents::ProcessSettings& settings, std::shared_ptr<boost::asio::ssl::context> certificate,
              server::Listening how);
  /// Starts the servers' loops on the io_context; they end after `drain`.
  void run();
  void drain();
  /// The certificate for connections from now on.
  void show(std::shared_ptr<boost::asio::ssl::context> certificate);

  /// Null if that protocol is off. Its figures: any thread.
  const smtp::MailServer* lmtp() const { return lmtp_.get(); }
  const smtp::MailServer* smtp() const { return smtp_.get(); }
  /// Connections now. Any thread.
  std::int64_t open() const;

 private:
  std::unique_ptr<smtp::MailServer> start(smtp::Dialect dialect, const documents::ProcessSettings& settings,
                                          std::shared_ptr<boost::asio::ssl::context> certificate,
                                          server::Listening how);

  boost::asio::io_context& context_;
  operate::Log& log_;
  smtp::MailRoute route_;
  std::unique_ptr<smtp::MailServer> lmtp_;
  std::unique_ptr<smtp::MailServer> smtp_;
};

}  // namespace switchroom::program
