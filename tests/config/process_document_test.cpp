#include "config/documents/process_document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "words_of.hpp"

namespace switchroom::documents {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using tests::words_of;

/// A file of this test's own.
std::string file_with(const std::string& text, const std::string& name = "settings.yaml") {
  const std::string path = testing::TempDir() + std::to_string(::getpid()) + name;
  std::ofstream{path} << text;
  return path;
}

EffectiveSetting effective(const LoadedProcess& loaded, std::string_view path) {
  for (const EffectiveSetting& setting : loaded.effective)
    if (setting.path == path) return setting;
  return {};
}

std::vector<std::string> environment_errors(const std::string& name, const std::string& value) {
  const auto loaded = load_process({.environment = {{name, value}}, .default_files = {}});
  return loaded ? std::vector<std::string>{} : words_of(loaded.error());
}

TEST(ProcessDocument, without_any_source_everything_is_a_default) {
  const auto loaded = load_process({.default_files = {}});
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->file, "");
  EXPECT_EQ(loaded->settings.listen.port, 8080U);
  EXPECT_EQ(loaded->effective.size(), setting_rows().size());
  for (const EffectiveSetting& setting : loaded->effective) EXPECT_EQ(setting.source, "default") << setting.path;
}

TEST(ProcessDocument, a_flag_goes_before_the_environment_that_before_the_file_that_before_the_default) {
  const std::string file = file_with("listen:\n  port: 1\n  header_ms: 101\n  body_ms: 102\n");
  const auto loaded =
      load_process({.config_file = file,
                    .flags = {{"listen.port", "3"}},
                    .environment = {{"SWITCHROOM_LISTEN__PORT", "2"}, {"SWITCHROOM_LISTEN__HEADER_MS", "202"}}});
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->settings.listen.port, 3U);
  EXPECT_EQ(loaded->settings.listen.header_ms, 202U);
  EXPECT_EQ(loaded->settings.listen.body_ms, 102U);
  EXPECT_EQ(loaded->settings.listen.answer_ms, 10'000U);
  EXPECT_EQ(effective(*loaded, "listen.port").source, "flag listen.port");
  EXPECT_EQ(effective(*loaded, "listen.header_ms").source, "SWITCHROOM_LISTEN__HEADER_MS");
  EXPECT_EQ(effective(*loaded, "listen.body_ms").source, file + ":4:12");
  EXPECT_EQ(effective(*loaded, "listen.answer_ms").source, "default");
}

TEST(ProcessDocument, every_setting_can_come_from_the_environment) {
  for (const SettingRow& row : setting_rows()) {
    std::string value = setting_text(row, {});
    if (value.empty()) value = "file:x=file:y";
    if (row.path.ends_with(".listen")) value = "127.0.0.1:24";
    if (row.path == "mail.host") value = "mx.shop.example";
    const auto loaded = load_process({.environment = {{variable_of(row.path), value}}, .default_files = {}});
    ASSERT_TRUE(loaded) << row.path << testing::PrintToString(words_of(loaded.error()));
    EXPECT_EQ(effective(*loaded, row.path).source, variable_of(row.path));
  }
  EXPECT_EQ(variable_of("redis.ca_file"), "SWITCHROOM_REDIS__CA_FILE");
}

TEST(ProcessDocument, the_file_is_the_named_one_or_that_of_the_variable_or_the_first_that_exists) {
  const std::string one = file_with("threads: 1\n", "one.yaml");
  const std::string two = file_with("threads: 2\n", "two.yaml");
  const std::string three = file_with("threads: 3\n", "three.yaml");
  EXPECT_EQ(load_process({.default_files = {"/nowhere.yaml", three}})->file, three);
  EXPECT_EQ(load_process({.environment = {{"SWITCHROOM_CONFIG", two}}, .default_files = {three}})->file, two);
  EXPECT_EQ(load_process({.config_file = one, .environment = {{"SWITCHROOM_CONFIG", two}}})->file, one);
}

TEST(ProcessDocument, a_named_file_that_cannot_be_read_is_an_error) {
  EXPECT_THAT(words_of(load_process({.config_file = "/nowhere.yaml"}).error()),
              ElementsAre("/nowhere.yaml: found No such file or directory; expected a settings file that can be read"));
  EXPECT_THAT(words_of(load_process({.config_file = "/"}).error()),
              ElementsAre("/: found Is a directory; expected a settings file that can be read"));
}

TEST(ProcessDocument, an_empty_file_and_sections_without_settings_are_fine) {
  EXPECT_THAT(words_of(check_process("", "s.yaml")), IsEmpty());
  EXPECT_THAT(words_of(check_process("redis:\n#  url: x\nkafka:\n  properties:\n", "s.yaml")), IsEmpty());
}

TEST(ProcessDocument, names_unknown_keys_at_every_level) {
  EXPECT_THAT(words_of(check_process("redsi: {}\nlisten:\n  prot: 1\n  tls: 2\n", "s.yaml")),
              ElementsAre("s.yaml:1:1: found the unknown key \"redsi\"; expected a setting; the nearest is \"redis\"",
                          "s.yaml:3:3: found the unknown key \"prot\"; expected a setting; the nearest is \"port\"",
                          "s.yaml:4:3: found the unknown key \"tls\"; expected a setting"));
}

TEST(ProcessDocument, tells_wrong_values_with_their_place_and_bounds) {
  EXPECT_THAT(words_of(check_process("listen: {port: 65536, address: localhost, idle_ms: 1s}\nthreads: 0\nredis: [a]\n"
                                     "log:\n  level: loud\nkafka: {brokers: 'a:1,b', messages: , partitions: }\n",
                                     "s.yaml")),
              ElementsAre("s.yaml:1:16: found \"65536\"; expected a whole number from 0 to 65535",
                          "s.yaml:1:32: found \"localhost\"; expected an IPv4 or IPv6 address",
                          "s.yaml:1:52: found \"1s\"; expected a whole number from 100 to 3600000",
                          "s.yaml:2:10: found \"0\"; expected a whole number from 1 to 256",
                          "s.yaml:3:8: found a list; expected the settings of redis",
                          "s.yaml:5:10: found \"loud\"; expected debug, info, warning or error",
                          "s.yaml:6:18: found \"a:1,b\"; expected host:port, several divided by commas",
                          "s.yaml:6:27: found nothing; expected full, references or off",
                          "s.yaml:6:39: found nothing; expected a number"));
}

TEST(ProcessDocument, tells_wrong_variables_and_flags_by_name) {
  EXPECT_THAT(environment_errors("SWITCHROOM_THREADS", "many"),
              ElementsAre("SWITCHROOM_THREADS: found \"many\"; expected a whole number from 1 to 256"));
  EXPECT_THAT(
      environment_errors("SWITCHROOM_REDIS__URI", "x"),
      ElementsAre("SWITCHROOM_REDIS__URI: found an unknown variable; expected a variable of a setting; the nearest is "
                  "\"SWITCHROOM_REDIS__URL\""));
  EXPECT_THAT(
      words_of(load_process({.flags = {{"redis.ulr", "x"}}, .default_files = {}}).error()),
      ElementsAre("flag redis.ulr: found an unknown setting; expected a setting; the nearest is \"redis.url\""));
}

TEST(ProcessDocument, leaves_variables_of_others_and_empty_ones_alone) {
  EXPECT_THAT(environment_errors("SWITCHROOM_TOKEN", "x"), IsEmpty());
  EXPECT_THAT(environment_errors("PATH", "x"), IsEmpty());
  EXPECT_THAT(environment_errors("SWITCHROOM_THREADS", ""), IsEmpty());
}

TEST(ProcessDocument, takes_addresses_of_every_form) {
  for (const char* url : {"unix:///run/redis.sock", "redis://127.0.0.1:6379", "rediss://redis.example:6380/1"})
    EXPECT_THAT(environment_errors("SWITCHROOM_REDIS__URL", url), IsEmpty()) << url;
  EXPECT_EQ(environment_errors("SWITCHROOM_REDIS__URL", "http://x").size(), 1U);
  for (const char* brokers : {"a:1", "a:9092,b:9093", "[::1]:9092"})
    EXPECT_THAT(environment_errors("SWITCHROOM_KAFKA__BROKERS", brokers), IsEmpty()) << brokers;
  for (const char* brokers : {"a", ":1", "a:0", "a:65536", "a:1,", "a:1, b:2"})
    EXPECT_EQ(environment_errors("SWITCHROOM_KAFKA__BROKERS", brokers).size(), 1U) << brokers;
  EXPECT_THAT(environment_errors("SWITCHROOM_LISTEN__ADDRESS", "::"), IsEmpty());
  EXPECT_EQ(environment_errors("SWITCHROOM_KAFKA__TOPIC_PREFIX", "a/b").size(), 1U);
}

TEST(ProcessDocument, never_repeats_a_password) {
  const auto errors = words_of(check_process(
      "redis: {password: hunter2, url: 'redis://ann:hunter2@x'}\nkafka: {properties: {sasl.password: hunter2}}\n",
      "s.yaml"));
  EXPECT_THAT(
      errors,
      ElementsAre(
          "s.yaml:1:19: found a secret written into the settings; expected env:NAME or file:PATH",
          "s.yaml:1:33: found a secret written into the settings; expected unix:///path, redis://host:port or "
          "rediss://host:port, without user and password: those are redis.username and redis.password",
          "s.yaml:2:37: found a secret written into the settings; expected env:NAME or file:PATH for sasl.password"));
}

TEST(ProcessDocument, passes_properties_to_kafka_and_a_variable_replaces_those_of_the_file) {
  const std::string file = file_with("kafka: {properties: {compression.type: zstd, sasl.password: env:P}}\n");
  EXPECT_THAT(load_process({.config_file = file})->settings.kafka.properties,
              ElementsAre(Pair("compression.type", "zstd"), Pair("sasl.password", "env:P")));
  const auto loaded =
      load_process({.config_file = file, .environment = {{"SWITCHROOM_KAFKA__PROPERTIES", "linger.ms=5,a=b=c"}}});
  EXPECT_THAT(loaded->settings.kafka.properties, ElementsAre(Pair("a", "b=c"), Pair("linger.ms", "5")));
  EXPECT_THAT(
      environment_errors("SWITCHROOM_KAFKA__PROPERTIES", "linger.ms"),
      ElementsAre(
          "SWITCHROOM_KAFKA__PROPERTIES: found text that is no name=value; expected name=value, several divided by "
          "commas"));
}

TEST(ProcessDocument, replicated_needs_replicas) {
  EXPECT_THAT(
      environment_errors("SWITCHROOM_REDIS__DURABILITY", "replicated"),
      ElementsAre(
          "SWITCHROOM_REDIS__DURABILITY: found replicated without replicas; expected redis.replicas of at least 1"));
  EXPECT_THAT(words_of(check_process("redis: {durability: replicated, replicas: 1}\n", "s.yaml")), IsEmpty());
}

TEST(ProcessDocument, the_folder_of_secrets_is_that_of_systemd_unless_one_is_set) {
  const std::string file = file_with("secrets: {directory: /own}\n");
  const std::vector<Assignment> systemd{{"CREDENTIALS_DIRECTORY", "/run/credentials"}};
  EXPECT_EQ(load_process({.environment = systemd, .default_files = {}})->settings.secrets.directory,
            "/run/credentials");
  EXPECT_EQ(load_process({.config_file = file, .environment = systemd})->settings.secrets.directory, "/own");
}

}  // namespace
}  // namespace switchroom::documents
