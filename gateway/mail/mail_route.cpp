#include "gateway/mail/mail_route.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "connectors/mail/mime_parts.hpp"

namespace switchroom::smtp {
namespace {

using webhooks::Channel;

/// RFC 5321, 6.3: not below 100.
constexpr std::size_t hops_max = 100;

}  // namespace

std::optional<Reply> refusal_of(std::string_view mail) {
  const auto parts = mail::split_mime(mail);
  if (!parts && parts.error().fault == Fault::payload_too_large) return Reply{552, "5.3.4", "that mail is too large"};
  if (!parts) return Reply{554, "5.6.0", "that mail can't be read: " + describe(parts.error())};
  if (parts->header.count("Received") > hops_max) return Reply{554, "5.4.6", "that mail goes in circles"};
  return std::nullopt;
}

Reply reply_of(const Error& error) {
  const int status = row_of(error.fault).http_status;
  if (error.fault == Fault::payload_too_large) return {552, "5.3.4", "that mail is too large"};
  if (status >= 500 || status == 429) return {451, "4.3.0", "not stored: try again"};
  return {554, "5.6.0", "that mail can't be taken: " + describe(error)};
}

MailRoute::MailRoute(const webhooks::ChannelTable& channels, webhooks::WebhookRoute& webhooks, operate::Log& log)
    : channels_(channels), webhooks_(webhooks), log_(log) {}

const AddressBook& MailRoute::book() {
  if (!book_ || book_version_ != channels_.version()) book_.emplace(channels_);
  book_version_ = channels_.version();
  return *book_;
}

/// While the configurations are still being loaded an address that is not here may well exist.
Owner MailRoute::find(std::string_view address) {
  const AddressBook::Found found = book().find(address);
  if (found.channel) return found.channel->trouble ? Owner::unready : Owner::ours;
  return channels_.is_complete() ? found.owner : Owner::unready;
}

asio::awaitable<std::vector<Reply>> MailRoute::take(Mail mail, Peer peer) {
  std::vector<Reply> outcomes(mail.recipients.size(), Reply{451, "4.3.0", "that address does not work at the moment"});
  if (const std::optional<Reply> refusal = refusal_of(mail.content)) {
    std::ranges::fill(outcomes, *refusal);
    co_return outcomes;
  }
  std::vector<std::shared_ptr<Channel>> channels;
  for (const std::string& recipient : mail.recipients) channels.push_back(book().find(recipient).channel);
  for (std::size_t i = 0; i < channels.size(); ++i) {
    const std::shared_ptr<Channel> channel = channels[i];
    if (!channel || std::ranges::find(channels.begin(), channels.begin() + static_cast<std::ptrdiff_t>(i), channel) !=
                        channels.begin() + static_cast<std::ptrdiff_t>(i))
      continue;  // gone since RCPT, or delivered already
    std::vector<std::string> recipients;
    for (std::size_t j = i; j < channels.size(); ++j)
      if (channels[j] == channel && std::ranges::find(recipients, mail.recipients[j]) == recipients.end())
        recipients.push_back(mail.recipients[j]);
    const Reply outcome = co_await deliver(mail, peer, channel, std::move(recipients));
    for (std::size_t j = i; j < channels.size(); ++j)
      if (channels[j] == channel) outcomes[j] = outcome;
  }
  co_return outcomes;
}

asio::awaitable<Reply> MailRoute::deliver(const Mail& mail, const Peer& peer, std::shared_ptr<Channel> channel,
                                          std::vector<std::string> recipients) {
  const auto began = std::chrono::steady_clock::now();
  std::array<char, 40> room{};
  const std::string id{ids_.next(room)};
  const std::string path = "/hooks/" + channel->name;
  const std::string from = '<' + mail.from + '>';
  std::vector<connectors::Header> headers{{"Mail-From", from}};
  for (const std::string& recipient : recipients) headers.push_back({"Rcpt-To", recipient});
  connectors::Request request;
  request.method = peer.dialect == Dialect::lmtp ? "LMTP" : "SMTP";
  request.path = path;
  request.headers = headers;
  request.body = mail.content;
  const server::Call call{request, path, id, peer.address};
  const auto stored = co_await webhooks_.deliver(call, *channel);
  if (stored) {
    channel->series.count(std::nullopt, std::chrono::steady_clock::now() - began);
    co_return Reply{250, "2.0.0", "stored as " + id};
  }
  channel->series.count(stored.error().fault, std::chrono::steady_clock::now() - began);
  log_.write(operate::Level::info, "mail refused", stored.error(),
             {{"request_id", id}, {"remote", peer.address}, {"channel", channel->name}});
  co_return reply_of(stored.error());
}

void MailRoute::on_exception(std::string_view what) noexcept {
  log_.write(operate::Level::error, "a mail failed", {{"what", what}});
}

}  // namespace switchroom::smtp
