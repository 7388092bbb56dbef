#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/storage/redis/client.hpp"
#include "tests/storage/redis/redis_server.hpp"

namespace switchroom::redis::test {
namespace {

using testing::HasSubstr;

/// A redis-server behind TLS whose certificate is for `localhost` and signed by itself.
class TlsServer {
 public:
  TlsServer() : server_(arguments()) {}
  ~TlsServer() { std::filesystem::remove_all(folder_); }

  std::string url(const std::string& host) const { return "rediss://" + host + ":" + std::to_string(port_); }
  std::string certificate() const { return folder_ + "/cert.pem"; }

 private:
  std::vector<std::string> arguments() const {
    const std::string make =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test "
        "-addext subjectAltName=DNS:localhost -keyout " +
        folder_ + "/key.pem -out " + certificate() + " 2>/dev/null";
    if (std::system(make.c_str()) != 0) throw std::runtime_error("openssl made no certificate");
    return {"--tls-port",     std::to_string(port_), "--tls-cert-file",    certificate(),
            "--tls-key-file", folder_ + "/key.pem",  "--tls-auth-clients", "no"};
  }
  static std::string new_folder() {
    std::string name = "/tmp/switchroom-tls-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    return name;
  }

  std::string folder_ = new_folder();
  unsigned port_ = free_port();
  RedisServer server_;
};

TEST(Tls, speaks_to_a_server_whose_name_and_authority_are_right) {
  const TlsServer server;
  Settings settings = settings_for(server.url("localhost"));
  settings.ca_file = server.certificate();
  Client client{std::move(settings)};
  client.run_until_ready();
  const std::string large(300'000, 'x');
  EXPECT_EQ(client.ask({"ECHO", large})->text, large);
}

TEST(Tls, refuses_a_server_with_another_name) {
  const TlsServer server;
  Settings settings = settings_for(server.url("127.0.0.1"));
  settings.ca_file = server.certificate();
  Client client{std::move(settings)};
  client.run_until([&] { return describe(*client.connection.trouble()).contains("certificate verify failed"); });
  EXPECT_FALSE(client.connection.ready());
}

TEST(Tls, refuses_a_server_of_an_unknown_authority) {
  const TlsServer server;
  Client client{settings_for(server.url("localhost"))};
  client.run_until([&] { return describe(*client.connection.trouble()).contains("certificate verify failed"); });
}

TEST(Tls, wants_an_authority_file_that_can_be_read) {
  boost::asio::io_context io;
  Settings settings = settings_for("rediss://localhost");
  settings.ca_file = "/nowhere/ca.pem";
  EXPECT_THROW((Connection{io.get_executor(), settings, {}}), boost::system::system_error);
}

}  // namespace
}  // namespace switchroom::redis::test
