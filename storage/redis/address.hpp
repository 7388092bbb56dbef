#pragma once
// Where Redis is, from its URL. Plain value: any thread.

#include <cstdint>
#include <string>
#include <string_view>

#include "config/vocabulary/error.hpp"

namespace switchroom::redis {

struct Address {
  enum class Transport : std::uint8_t { unix_socket, tcp, tls };

  Transport transport = Transport::tcp;
  std::string host;  ///< name or address without brackets; for a unix socket its path
  std::string port = "6379";
  std::string username;
  std::string password;
  unsigned database = 0;
};

/// Reads `redis://[user[:password]@]host[:port][/database]`, `rediss://…` (TLS) or `unix:///path[?db=database]`; user
/// and password percent-encoded. Error `invalid_setting`; it never repeats the password.
Result<Address> parse_address(std::string_view url);

/// The URL without user and password, for messages.
std::string describe(const Address& address);

}  // namespace switchroom::redis
