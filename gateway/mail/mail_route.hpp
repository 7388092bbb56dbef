#pragma once
// Mails to channels: who has an address, and one durable delivery a channel before anybody hears 250. A mail goes to
// its connector as a request with the method LMTP or SMTP, the envelope as headers and the mail as body, so that
// whatever is done with requests (inspect, dead letters, files, traces) is done with mails too. One per I/O thread;
// that thread only.

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/mail/address_book.hpp"
#include "gateway/mail/handler.hpp"
#include "gateway/operate/log.hpp"
#include "gateway/server/request_ids.hpp"
#include "gateway/webhooks/channel_table.hpp"
#include "gateway/webhooks/webhook_route.hpp"

namespace switchroom::smtp {

/// Why a mail is taken by nobody: 552 or 554 for a bomb (parts, levels, header: see connectors/mail), 554 5.4.6 for one
/// that went through more than a hundred servers. Empty: it may be delivered.
std::optional<Reply> refusal_of(std::string_view mail);

/// What a delivery that failed is answered: 451 where the sender shall try again.
Reply reply_of(const Error& error);

class MailRoute final : public Handler {
 public:
  /// All outlive the route.
  MailRoute(const webhooks::ChannelTable& channels, webhooks::WebhookRoute& webhooks, operate::Log& log);

  Owner find(std::string_view address) override;
  asio::awaitable<std::vector<Reply>> take(Mail mail, Peer peer) override;
  void on_exception(std::string_view what) noexcept override;

 private:
  asio::awaitable<Reply> deliver(const Mail& mail, const Peer& peer, std::shared_ptr<webhooks::Channel> channel,
                                 std::vector<std::string> recipients);
  const AddressBook& book();

  const webhooks::ChannelTable& channels_;
  webhooks::WebhookRoute& webhooks_;
  operate::Log& log_;
  std::optional<AddressBook> book_;
  std::uint64_t book_version_ = 0;  // of the channels that the book was made of
  server::RequestIds ids_;
};

}  // namespace switchroom::smtp
