#include "config/documents/process_settings.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "config/workspace/validate.hpp"

namespace switchroom::documents {
namespace {

using S = ProcessSettings;
using T = SettingTarget;
using Text = std::string_view;

bool is_address(Text text) {
  std::array<unsigned char, sizeof(in6_addr)> address{};
  const std::string name{text};
  return inet_pton(AF_INET, name.c_str(), address.data()) == 1 ||
         inet_pton(AF_INET6, name.c_str(), address.data()) == 1;
}

/// No user and password: those have settings of their own, where they are references.
bool is_redis_url(Text text) {
  if (text.contains('@')) return false;
  for (const Text scheme : {"unix:///", "redis://", "rediss://"})
    if (text.starts_with(scheme) && text.size() > scheme.size()) return true;
  return false;
}

bool is_reference_or_empty(Text text) { return text.empty() || workspace::is_secret_reference(text); }

bool is_host_and_port(Text text) {
  const std::size_t colon = text.rfind(':');
  if (colon == text.npos || colon == 0) return false;
  const Text digits = text.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return error == std::errc{} && end == digits.data() + digits.size() && port > 0 && !text.contains(' ');
}

/// `127.0.0.1:24` or `[::1]:24`; nothing.
bool is_endpoint_or_empty(Text text) {
  if (text.empty()) return true;
  const bool bracketed = text.starts_with('[') && text.contains("]:");
  const Text host = text.substr(bracketed, text.rfind(':') - (bracketed ? 2 : 0));
  return is_host_and_port(text) && is_address(host) && host.contains(':') == bracketed;
}

/// As it may stand in a greeting; nothing.
bool is_host_name_or_empty(Text text) {
  const auto legal = [](unsigned char letter) {
    return (letter < 0x80 && std::isalnum(letter) != 0) || letter == '.' || letter == '-';
  };
  return text.size() <= 253 && std::ranges::all_of(text, legal);
}

bool is_line_end_policy(Text text) { return text == "refuse" || text == "normalize"; }

bool are_brokers(Text text) {
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    if (!is_host_and_port(text.substr(at, comma - at))) return false;
    at = comma + 1;
  }
  return true;
}

bool is_topic_prefix(Text text) {
  const auto legal = [](unsigned char letter) {
    return (letter < 0x80 && std::isalnum(letter) != 0) || Text{"._-"}.contains(static_cast<char>(letter));
  };
  return text.size() <= 100 && std::ranges::all_of(text, legal);
}

bool is_durability(Text text) {
  return text == "memory" || text == "process" || text == "disk" || text == "replicated";
}
bool is_message_mode(Text text) { return text == "full" || text == "references" || text == "off"; }
bool is_on_or_off(Text text) { return text == "on" || text == "off"; }
bool is_level(Text text) { return text == "debug" || text == "info" || text == "warning" || text == "error"; }

constexpr SettingRow number(Text path, T (*target)(S&), std::uint32_t least, std::uint32_t most) {
  return {.path = path, .target = target, .expected = {}, .least = least, .most = most};
}

constexpr SettingRow text(Text path, T (*target)(S&), Text expected, bool (*fits)(Text) = nullptr) {
  return {.path = path, .target = target, .expected = expected, .fits = fits};
}

constexpr std::uint32_t hour_ms = 3'600'000;
constexpr std::uint32_t many = 100'000'000;

constexpr std::array rows{
    text(
        "listen.address", [](S& s) -> T { return &s.listen.address; }, "an IPv4 or IPv6 address", is_address),
    number(
        "listen.port", [](S& s) -> T { return &s.listen.port; }, 0, 65'535),
    number(
        "listen.connections_max", [](S& s) -> T { return &s.listen.connections_max; }, 1, 1'000'000),
    number(
        "listen.header_bytes_max", [](S& s) -> T { return &s.listen.header_bytes_max; }, 1'024, 49'152),
    number(
        "listen.body_bytes_max", [](S& s) -> T { return &s.listen.body_bytes_max; }, 1'024, 67'108'864),
    number(
        "listen.header_ms", [](S& s) -> T { return &s.listen.header_ms; }, 100, hour_ms),
    number(
        "listen.body_ms", [](S& s) -> T { return &s.listen.body_ms; }, 100, hour_ms),
    number(
        "listen.answer_ms", [](S& s) -> T { return &s.listen.answer_ms; }, 100, hour_ms),
    number(
        "listen.idle_ms", [](S& s) -> T { return &s.listen.idle_ms; }, 100, hour_ms),
    number(
        "threads", [](S& s) -> T { return &s.threads; }, 1, 256),
    text(
        "redis.url", [](S& s) -> T { return &s.redis.url; },
        "unix:///path, redis://host:port or rediss://host:port, without user and password: those are redis.username "
        "and "
        "redis.password",
        is_redis_url),
    text(
        "redis.username", [](S& s) -> T { return &s.redis.username; }, "text"),
    SettingRow{.path = "redis.password",
               .target = [](S& s) -> T { return &s.redis.password; },
               .expected = "env:NAME or file:PATH",
               .fits = is_reference_or_empty,
               .secret = true},
    text(
        "redis.ca_file", [](S& s) -> T { return &s.redis.ca_file; }, "a path"),
    text(
        "redis.durability", [](S& s) -> T { return &s.redis.durability; }, "memory, process, disk or replicated",
        is_durability),
    number(
        "redis.replicas", [](S& s) -> T { return &s.redis.replicas; }, 0, 16),
    number(
        "redis.command_ms", [](S& s) -> T { return &s.redis.command_ms; }, 10, hour_ms),
    text(
        "kafka.brokers", [](S& s) -> T { return &s.kafka.brokers; }, "host:port, several divided by commas",
        are_brokers),
    text(
        "kafka.topic_prefix", [](S& s) -> T { return &s.kafka.topic_prefix; },
        "at most 100 letters, digits, points, underscores and hyphens", is_topic_prefix),
    number(
        "kafka.partitions", [](S& s) -> T { return &s.kafka.partitions; }, 1, 10'000),
    number(
        "kafka.replication", [](S& s) -> T { return &s.kafka.replication; }, 1, 16),
    text(
        "kafka.messages", [](S& s) -> T { return &s.kafka.messages; }, "full, references or off", is_message_mode),
    text(
        "kafka.commands", [](S& s) -> T { return &s.kafka.commands; }, "on or off", is_on_or_off),
    SettingRow{.path = "kafka.properties",
               .target = [](S& s) -> T { return &s.kafka.properties; },
               .expected = "a mapping such as {compression.type: zstd}"},
    number(
        "shard.number", [](S& s) -> T { return &s.shard.number; }, 0, 65'535),
    number(
        "shard.backlog_max_frames", [](S& s) -> T { return &s.shard.backlog_max_frames; }, 1, many),
    number(
        "shard.unpublished_max_frames", [](S& s) -> T { return &s.shard.unpublished_max_frames; }, 1, many),
    number(
        "shard.customers_cached", [](S& s) -> T { return &s.shard.customers_cached; }, 1, many),
    number(
        "shard.recorded_hours", [](S& s) -> T { return &s.shard.recorded_hours; }, 0, 8'760),
    number(
        "shard.recorded_mib_max", [](S& s) -> T { return &s.shard.recorded_mib_max; }, 0, 1'048'576),
    text(
        "secrets.directory", [](S& s) -> T { return &s.secrets.directory; }, "a path"),
    text(
        "blobs.directory", [](S& s) -> T { return &s.blobs.directory; }, "a path"),
    text(
        "mail.lmtp.listen", [](S& s) -> T { return &s.mail.lmtp.listen; }, "an IP address and a port, or nothing",
        is_endpoint_or_empty),
    text(
        "mail.lmtp.bare_line_ends", [](S& s) -> T { return &s.mail.lmtp.bare_line_ends; }, "refuse or normalize",
        is_line_end_policy),
    text(
        "mail.smtp.listen", [](S& s) -> T { return &s.mail.smtp.listen; }, "an IP address and a port, or nothing",
        is_endpoint_or_empty),
    text(
        "mail.smtp.bare_line_ends", [](S& s) -> T { return &s.mail.smtp.bare_line_ends; }, "refuse or normalize",
        is_line_end_policy),
    text(
        "mail.tls.certificate", [](S& s) -> T { return &s.mail.tls.certificate; }, "a path"),
    text(
        "mail.tls.key", [](S& s) -> T { return &s.mail.tls.key; }, "a path"),
    text(
        "mail.host", [](S& s) -> T { return &s.mail.host; }, "a host name", is_host_name_or_empty),
    number(
        "mail.size_max", [](S& s) -> T { return &s.mail.size_max; }, 1'024, 67'108'864),
    number(
        "mail.connections_max", [](S& s) -> T { return &s.mail.connections_max; }, 1, 100'000),
    number(
        "mail.command_ms", [](S& s) -> T { return &s.mail.command_ms; }, 100, hour_ms),
    number(
        "mail.content_ms", [](S& s) -> T { return &s.mail.content_ms; }, 100, hour_ms),
    text(
        "log.level", [](S& s) -> T { return &s.log.level; }, "debug, info, warning or error", is_level),
    number(
        "drain_ms", [](S& s) -> T { return &s.drain_ms; }, 0, hour_ms),
};

struct Spell {
  std::string operator()(const std::string* value) const { return *value; }
  std::string operator()(const std::uint32_t* value) const { return std::to_string(*value); }
  std::string operator()(const std::map<std::string, std::string>* values) const {
    std::string words;
    for (const auto& [name, value] : *values) words.append(words.empty() ? "" : ",").append(name + '=' + value);
    return words;
  }
};

}  // namespace

std::span<const SettingRow> setting_rows() { return rows; }

std::string setting_text(const SettingRow& row, const ProcessSettings& settings) {
  ProcessSettings copy = settings;  // `target` wants to write
  return std::visit(Spell{}, row.target(copy));
}

bool is_secret_property(std::string_view name) {
  return name.contains("password") || name.contains("secret") || name.contains("key.pem");
}

}  // namespace switchroom::documents
