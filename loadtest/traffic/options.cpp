#include "loadtest/traffic/options.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <random>
#include <utility>

#include "config/documents/secret.hpp"
#include "connectors/registry.hpp"

namespace switchroom::traffic {
namespace {

constexpr const char* footer =
    "Examples:\n"
    "  switchroom-load --url http://127.0.0.1:8080 --setting app_secret=file:var/secrets/whatsapp_app_secret \\\n"
    "                  --rate 3000 --seconds 10\n"
    "  switchroom-load --kind twilio --path /hooks/demo/sms --setting auth_tokens=env:TWILIO_AUTH_TOKEN \\\n"
    "                  --setting public_base_url=http://127.0.0.1:8080 --messages 20000 --retry-until-2xx --record "
    "out.jsonl\n\n"
    "Exit codes: 0 done, 2 wrong usage, 3 a threshold was not met (--p99-ms-max; a message that was answered 2xx is in "
    "no\n"
    "event of --topic; --retry-until-2xx left a message unaccepted), 6 server or Kafka not reached, 130 interrupted.";

/// The words of the command line before they are understood.
struct Words {
  std::string url = "http://127.0.0.1:8080";
  std::string kind = "whatsapp";
  std::vector<std::string> settings;
  std::vector<std::string> processes;
  double seconds = 0;
  double warm_up = 0;
  double duplicates_percent = 0;
  double answer_seconds = 10;
  double settle_seconds = 30;
};

std::chrono::milliseconds milliseconds(double seconds) {
  return std::chrono::milliseconds{std::llround(seconds * 1000)};
}

std::unexpected<Error> wrong(std::string_view where, std::string_view found, std::string_view expected) {
  return std::unexpected(Error{Fault::invalid_setting, std::string{where}, std::string{found}, std::string{expected}});
}

void describe_traffic(CLI::App& app, Words& words, Options& options) {
  app.add_option("--url", words.url, "The server, http://HOST:PORT")->capture_default_str();
  app.add_option("--kind", words.kind, "The channel kind: whatsapp, twilio or telegram")->capture_default_str();
  app.add_option("--path", options.campaign.path, "Where the channel takes deliveries")
      ->default_val("/hooks/demo/whatsapp");
  app.add_option("--setting", words.settings, "A setting of the channel, NAME=VALUE; secrets as env:NAME or file:PATH");
  app.add_option("--customers", options.campaign.customers, "How many people write")
      ->default_val(10'000)
      ->check(CLI::Range(1U, 99'999'999U));
  app.add_option("--duplicates", words.duplicates_percent, "Per cent of requests that repeat an earlier message")
      ->check(CLI::Range(0.0, 100.0));
  app.add_flag("--retry-until-2xx", options.plan.until_accepted,
               "Send again, with the same bytes, what is not answered 2xx");
}

void describe_load(CLI::App& app, Words& words, Options& options) {
  app.add_option("--connections", options.plan.connections, "Keep-alive connections")
      ->default_val(64)
      ->check(CLI::Range(1U, 20'000U));
  app.add_option("--rate", options.plan.per_second, "Requests a second; latency counts from when a request was due")
      ->check(CLI::Range(0.1, 1e6));
  app.add_option("--messages", options.plan.requests_max, "Stop after so many requests")
      ->check(CLI::Range(1ULL, 1'000'000'000ULL));
  app.add_option("--seconds", words.seconds, "Stop after so many seconds")->check(CLI::Range(0.1, 86'400.0));
  app.add_option("--warm-up", words.warm_up, "Seconds before figures count")->check(CLI::Range(0.0, 3'600.0));
  app.add_option("--answer-seconds", words.answer_seconds, "How long to wait for an answer")->capture_default_str();
  app.add_option("--settle-seconds", words.settle_seconds, "How long to wait for the last answers, retries and events")
      ->capture_default_str();
}

void describe_results(CLI::App& app, Words& words, Options& options) {
  app.add_option("--process", words.processes, "NAME:PID[,PID]: report its CPU time per message");
  app.add_option("--record", options.record, "Write each outcome to this file, a line of JSON each");
  auto* brokers = app.add_option("--brokers", options.brokers, "Read --topic here and look for each message");
  app.add_option("--topic", options.topics, "A topic whose events name the messages, such as switchroom.messages")
      ->needs(brokers);
  app.add_option("--p99-ms-max", options.p99_ms_max, "Exit with 3 if the 99th percentile of 2xx is above it");
  app.add_flag("--json", options.json, "One line of JSON instead of text");
}

Result<sockaddr_in> resolve(const std::string& host, const std::string& port) {
  addrinfo hints{};
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int error = getaddrinfo(host.c_str(), port.c_str(), &hints, &found); error != 0)
    return wrong("--url", gai_strerror(error), "a host with an IPv4 address");
  const sockaddr_in address = *reinterpret_cast<const sockaddr_in*>(found->ai_addr);
  freeaddrinfo(found);
  return address;
}

Result<void> read_url(std::string_view url, Options& options) {
  constexpr std::string_view scheme = "http://";
  std::string_view host = url.starts_with(scheme) ? url.substr(scheme.size()) : std::string_view{};
  if (host.ends_with('/')) host.remove_suffix(1);
  if (host.empty() || host.contains('/')) return wrong("--url", url, "http://HOST:PORT");
  options.campaign.host = host;
  const auto colon = host.find(':');
  const std::string port{colon == std::string_view::npos ? "80" : host.substr(colon + 1)};
  const auto server = resolve(std::string{host.substr(0, colon)}, port);
  if (!server) return std::unexpected(server.error());
  options.plan.server = *server;
  return {};
}

const connectors::SettingRule* rule_of(const connectors::Connector& connector, std::string_view name) {
  const auto rule = std::ranges::find(connector.settings, name, &connectors::SettingRule::name);
  return rule == connector.settings.end() ? nullptr : &*rule;
}

Result<void> read_setting(std::string_view text, const connectors::Connector& connector,
                          connectors::Credentials& credentials) {
  const auto equals = text.find('=');
  const std::string name{text.substr(0, equals)};
  const auto* rule = rule_of(connector, name);
  if (rule == nullptr || equals == std::string_view::npos)
    return wrong("--setting", name, fmt::format("NAME=VALUE with a setting of {}", connector.kind));
  std::string value{text.substr(equals + 1)};
  if (rule->secret) {
    auto secret = documents::resolve_secret(value, ".");
    if (!secret) return std::unexpected(std::move(secret.error()));
    value = std::move(*secret);
  }
  credentials.settings.push_back({name, {std::move(value)}});
  return {};
}

Result<void> read_channel(const Words& words, Campaign& campaign) {
  campaign.connector = connectors::find_connector(words.kind);
  if (campaign.connector == nullptr) return wrong("--kind", words.kind, "whatsapp, twilio or telegram");
  for (const std::string& setting : words.settings)
    if (auto read = read_setting(setting, *campaign.connector, campaign.credentials); !read) return read;
  campaign.run = std::random_device{}() * 4'294'967'296ULL + std::random_device{}();
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  campaign.at_ms = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  return {};
}

Result<void> understand(const Words& words, Options& options) {
  if (words.seconds <= 0 && options.plan.requests_max == 0)
    return wrong("the command line", "no end", "--seconds or --messages");
  if (!options.brokers.empty() && options.topics.empty()) return wrong("--brokers", "no topic", "--topic NAME");
  options.plan.time = milliseconds(words.seconds);
  options.plan.warm_up = milliseconds(words.warm_up);
  options.plan.answer_deadline = milliseconds(words.answer_seconds);
  options.plan.settle = milliseconds(words.settle_seconds);
  options.plan.duplicates = words.duplicates_percent / 100;
  for (const std::string& text : words.processes) {
    auto process = parse_process(text);
    if (!process) return std::unexpected(std::move(process.error()));
    options.processes.push_back(std::move(*process));
  }
  if (auto read = read_url(words.url, options); !read) return read;
  return read_channel(words, options.campaign);
}

}  // namespace

std::expected<Options, int> read_options(int argc, char** argv) {
  CLI::App app{"Sends signed messages to a running server at a constant rate, or as fast as it answers, and reports.",
               "switchroom-load"};
  app.footer(footer);
  Words words;
  Options options;
  describe_traffic(app, words, options);
  describe_load(app, words, options);
  describe_results(app, words, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return std::unexpected(app.exit(error) == 0 ? 0 : 2);
  }
  if (auto understood = understand(words, options); !understood) {
    fmt::print(stderr, "switchroom-load: {}\n", describe(understood.error()));
    return std::unexpected(2);
  }
  return options;
}

}  // namespace switchroom::traffic
