#pragma once
// The settings of one process, with their defaults, and the one table that names them: for the YAML file, the
// environment, flags and docs/configuration.md. Words (`durability`, `level`, `messages`) stay text; the table admits
// no others. Plain values: any thread.

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace switchroom::documents {

struct ProcessSettings {
  struct Listen {
    std::string address = "127.0.0.1";
    std::uint32_t port = 8080;  ///< 0: any that is free
    std::uint32_t connections_max = 10'000;
    std::uint32_t header_bytes_max = 32'768;
    std::uint32_t body_bytes_max = 4'194'304;
    std::uint32_t header_ms = 10'000;
    std::uint32_t body_ms = 30'000;
    std::uint32_t answer_ms = 10'000;
    std::uint32_t idle_ms = 75'000;
  } listen;

  std::uint32_t threads = 1;

  struct Redis {
    std::string url = "unix:///run/redis/redis.sock";
    std::string username;
    std::string password;  ///< a reference; see `resolve_secret`
    std::string ca_file;
    std::string durability = "disk";  ///< memory, process, disk or replicated
    std::uint32_t replicas = 0;       ///< at least 1 if replicated
    std::uint32_t command_ms = 2'000;
  } redis;

  struct Kafka {
    std::string brokers = "127.0.0.1:9092";
    std::string topic_prefix = "switchroom.";
    std::uint32_t partitions = 4;
    std::uint32_t replication = 1;
    std::string messages = "full";                  ///< full, references or off
    std::string commands = "off";                   ///< on or off
    std::map<std::string, std::string> properties;  ///< librdkafka's own; secret ones are references
  } kafka;

  struct Shard {
    std::uint32_t number = 0;
    std::uint32_t backlog_max_frames = 100'000;
    std::uint32_t unpublished_max_frames = 200'000;
    std::uint32_t customers_cached = 200'000;
    std::uint32_t recorded_hours = 24;
    std::uint32_t recorded_mib_max = 256;
  } shard;

  struct Secrets {
    std::string directory;
  } secrets;

  struct Blobs {
    std::string directory;
  } blobs;

  /// The mail server: off unless it has somewhere to listen.
  struct Mail {
    struct Protocol {
      std::string listen;                     ///< `address:port`; empty: off
      std::string bare_line_ends = "refuse";  ///< refuse or normalize
    };
    struct Tls {
      std::string certificate;  ///< PEM file; empty: no STARTTLS
      std::string key;          ///< PEM file; empty: it is in the certificate's
    };
    Protocol lmtp;
    Protocol smtp;
    Tls tls;
    std::string host;  ///< our name in greetings; empty: the machine's
    std::uint32_t size_max = 25'000'000;
    std::uint32_t connections_max = 200;
    std::uint32_t command_ms = 300'000;
    std::uint32_t content_ms = 600'000;
  } mail;

  struct Logging {
    std::string level = "info";  ///< debug, info, warning or error
  } log;

  std::uint32_t drain_ms = 10'000;
};

/// Where a setting lives.
using SettingTarget = std::variant<std::string*, std::uint32_t*, std::map<std::string, std::string>*>;

struct SettingRow {
  std::string_view path;  ///< `redis.url`
  SettingTarget (*target)(ProcessSettings& settings);
  std::string_view expected;                      ///< what a text has to be; numbers say their bounds instead
  bool (*fits)(std::string_view text) = nullptr;  ///< whether a text is so; null: any text
  bool secret = false;                            ///< what stands there is never repeated
  std::uint32_t least = 0;                        ///< numbers
  std::uint32_t most = 0;
};

/// Every setting, in the order of the file.
std::span<const SettingRow> setting_rows();

/// A setting as text, as the environment would spell it. Secrets are references and shown as such.
std::string setting_text(const SettingRow& row, const ProcessSettings& settings);

/// Whether a property of librdkafka is a secret, by its name: then it must be a reference.
bool is_secret_property(std::string_view name);

}  // namespace switchroom::documents
