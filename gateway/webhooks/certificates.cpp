#include "gateway/webhooks/certificates.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/outbound/allowed_host.hpp"

namespace switchroom::webhooks {
namespace {

constexpr std::size_t certificate_bytes_max = 64 * 1024;

std::unexpected<Error> not_here(std::string url, std::string found) {
  return std::unexpected(
      Error{Fault::certificate_needed, std::move(url), std::move(found), "a certificate of the provider's"});
}

std::vector<std::string>& kept_with(Channel& channel) {
  auto& settings = channel.credentials.settings;
  const auto found = std::ranges::find(settings, "certificates", &connectors::Credentials::Setting::name);
  return found != settings.end() ? found->values
                                 : settings.emplace_back("certificates", std::vector<std::string>{}).values;
}

}  // namespace

boost::asio::awaitable<Result<void>> fetch_certificate(Channel& channel, std::string url, const Exchange& exchange) {
  const auto target = outbound::allowed_target(url, channel.connector->hosts);
  if (!target) co_return not_here(std::move(url), "an address that is none of the provider's");
  const auto now = std::chrono::steady_clock::now();
  if (now - channel.certificate_asked < certificate_pause) co_return not_here(std::move(url), "asked for a moment ago");
  channel.certificate_asked = now;
  outbound::Server server{.url = target->server,
                          .timeout = std::chrono::seconds{5},
                          .answer_bytes_max = certificate_bytes_max,
                          .ca_file = {}};
  connectors::OwnedRequest request{"GET", target->path, {}, {}, {}};
  const auto answer = co_await exchange(std::move(server), std::move(request));
  if (!answer) co_return not_here(std::move(url), answer.error().words);
  if (answer->status != 200) co_return not_here(std::move(url), fmt::format("HTTP {}", answer->status));
  if (!answer->body.contains("-----BEGIN CERTIFICATE-----")) co_return not_here(std::move(url), "no PEM");
  std::vector<std::string>& kept = kept_with(channel);
  if (kept.size() >= certificates_max) kept.erase(kept.begin());
  kept.push_back(url + "=" + answer->body);
  co_return Result<void>{};
}

}  // namespace switchroom::webhooks
