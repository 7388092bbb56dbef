#include "gateway/program/mail_desk.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/host_name.hpp>
#include <stdexcept>
#include <utility>

#include "gateway/mail/certificate.hpp"

namespace switchroom::program {
namespace {

namespace asio = boost::asio;

/// `127.0.0.1:24` or `[::1]:24`; the settings admit nothing else.
asio::ip::tcp::endpoint endpoint_of(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  std::string host = text.substr(0, colon);
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  return {asio::ip::make_address(host), static_cast<std::uint16_t>(std::stoul(text.substr(colon + 1)))};
}

smtp::Limits limits_of(smtp::Dialect dialect, const documents::ProcessSettings& settings) {
  const auto& mail = settings.mail;
  const auto& own = dialect == smtp::Dialect::lmtp ? mail.lmtp : mail.smtp;
  smtp::Limits limits;
  limits.host = mail.host.empty() ? asio::ip::host_name() : mail.host;
  limits.connections_max = std::max<std::size_t>(1, mail.connections_max / settings.threads);
  limits.mail_bytes_max = mail.size_max;
  limits.bare_line_ends =
      own.bare_line_ends == "normalize" ? smtp::BareLineEnds::normalize : smtp::BareLineEnds::refuse;
  limits.command_ms = static_cast<int>(mail.command_ms);
  limits.content_ms = static_cast<int>(mail.content_ms);
  return limits;
}

void rethrow(std::exception_ptr failure) {
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

void add_figures(const smtp::MailServer& server, operate::MailFigures& figures) {
  const smtp::Figures& own = server.figures();
  figures.open += own.open.value();
  figures.accepted += own.accepted.value();
  figures.refused += own.refused.value();
  figures.late += own.late.value();
  figures.secured += own.secured.value();
  figures.stored += own.stored.value();
  figures.deferred += own.deferred.value();
  figures.rejected += own.rejected.value();
}

std::shared_ptr<asio::ssl::context> mail_certificate(const documents::ProcessSettings& settings) {
  const auto& tls = settings.mail.tls;
  if (tls.certificate.empty()) return nullptr;
  auto certificate = smtp::load_certificate(tls.certificate, tls.key.empty() ? tls.certificate : tls.key);
  if (!certificate) throw std::runtime_error(describe(certificate.error()));
  return *std::move(certificate);
}

MailDesk::MailDesk(asio::io_context& context, const webhooks::ChannelTable& channels, webhooks::WebhookRoute& webhooks,
                   operate::Log& log)
    : context_(context), log_(log), route_(channels, webhooks, log) {}

void MailDesk::listen(const documents::ProcessSettings& settings, std::shared_ptr<asio::ssl::context> certificate,
                      server::Listening how) {
  if (!settings.mail.lmtp.listen.empty()) lmtp_ = start(smtp::Dialect::lmtp, settings, certificate, how);
  if (!settings.mail.smtp.listen.empty()) smtp_ = start(smtp::Dialect::smtp, settings, certificate, how);
}

std::unique_ptr<smtp::MailServer> MailDesk::start(smtp::Dialect dialect, const documents::ProcessSettings& settings,
                                                  std::shared_ptr<asio::ssl::context> certificate,
                                                  server::Listening how) {
  const bool is_lmtp = dialect == smtp::Dialect::lmtp;
  const std::string& place = is_lmtp ? settings.mail.lmtp.listen : settings.mail.smtp.listen;
  auto server = std::make_unique<smtp::MailServer>(context_, dialect, limits_of(dialect, settings), route_,
                                                   std::move(certificate));
  server->listen(endpoint_of(place), how);
  log_.write(operate::Level::info, "listening for mail",
             {{"protocol", is_lmtp ? std::string_view{"lmtp"} : std::string_view{"smtp"}},
              {"address", std::string_view{place}}});
  return server;
}

void MailDesk::run() {
  for (smtp::MailServer* server : {lmtp_.get(), smtp_.get()})
    if (server != nullptr) asio::co_spawn(context_, server->run(), rethrow);
}

void MailDesk::drain() {
  for (smtp::MailServer* server : {lmtp_.get(), smtp_.get()})
    if (server != nullptr) server->drain();
}

void MailDesk::show(std::shared_ptr<asio::ssl::context> certificate) {
  for (smtp::MailServer* server : {lmtp_.get(), smtp_.get()})
    if (server != nullptr) server->show(certificate);
}

std::int64_t MailDesk::open() const {
  std::int64_t count = 0;
  for (const smtp::MailServer* server : {lmtp_.get(), smtp_.get()})
    if (server != nullptr) count += server->figures().open.value();
  return count;
}

}  // namespace switchroom::program
