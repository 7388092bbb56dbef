// Grammar: the IANA registrations "redis" and "rediss"; unix:// as redis-py and go-redis read it.

#include "storage/redis/address.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace switchroom::redis {
namespace {

constexpr std::string_view forms = "redis://host:6379/0, rediss://host:6379/0 or unix:///run/redis/redis.sock";

std::unexpected<Error> wrong(std::string_view what) {
  return std::unexpected(Error{Fault::invalid_setting, "redis.url", std::string{what}, std::string{forms}});
}

/// Cuts `text` at the first `separator`: what stands before it; `text` keeps the rest.
std::string_view cut(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const std::string_view before = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return before;
}

template <class Number>
bool read_number(std::string_view text, Number& number, int base = 10) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return error == std::errc{} && end == text.data() + text.size();
}

bool decode_percent(std::string_view text, std::string& decoded) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned char byte = static_cast<unsigned char>(text[i]);
    if (byte == '%') {
      if (i + 2 >= text.size() || !read_number(text.substr(i + 1, 2), byte, 16)) return false;
      i += 2;
    }
    decoded += static_cast<char>(byte);
  }
  return true;
}

Result<Address> parse_unix(std::string_view rest) {
  Address address;
  address.transport = Address::Transport::unix_socket;
  address.host = cut(rest, '?');
  if (address.host.empty()) return wrong("no path");
  if (address.host.size() > 107) return wrong("a path of more than 107 bytes");
  if (rest.empty()) return address;
  if (!rest.starts_with("db=") || !read_number(rest.substr(3), address.database)) return wrong("an unknown query");
  return address;
}

bool parse_host(std::string_view host, Address& address) {
  if (host.starts_with('[')) {
    if (!host.contains(']')) return false;
    host.remove_prefix(1);
    address.host = cut(host, ']');
    if (!host.empty() && !host.starts_with(':')) return false;
    if (!host.empty()) host.remove_prefix(1);
  } else {
    address.host = cut(host, ':');
  }
  std::uint16_t port = 6379;
  if (!host.empty() && !read_number(host, port)) return false;
  address.port = std::to_string(port);
  return !address.host.empty() && port != 0;
}

Result<Address> parse_network(std::string_view rest, Address::Transport transport) {
  Address address;
  address.transport = transport;
  if (const auto at = rest.rfind('@'); at != std::string_view::npos) {
    std::string_view login = rest.substr(0, at);
    rest.remove_prefix(at + 1);
    const std::string_view user = cut(login, ':');
    if (!decode_percent(user, address.username) || !decode_percent(login, address.password))
      return wrong("a broken percent-encoding in user or password");
  }
  if (!parse_host(cut(rest, '/'), address)) return wrong("no host and port");
  if (!rest.empty() && !read_number(rest, address.database)) return wrong("a database that is no number");
  return address;
}

}  // namespace

Result<Address> parse_address(std::string_view url) {
  const auto after = [&](std::string_view scheme) { return url.substr(scheme.size()); };
  if (url.starts_with("unix://")) return parse_unix(after("unix://"));
  if (url.starts_with("redis://")) return parse_network(after("redis://"), Address::Transport::tcp);
  if (url.starts_with("rediss://")) return parse_network(after("rediss://"), Address::Transport::tls);
  return wrong("another scheme");
}

std::string describe(const Address& address) {
  if (address.transport == Address::Transport::unix_socket) return "unix://" + address.host;
  const std::string_view scheme = address.transport == Address::Transport::tls ? "rediss" : "redis";
  const bool v6 = address.host.contains(':');
  return fmt::format("{}://{}{}{}:{}", scheme, v6 ? "[" : "", address.host, v6 ? "]" : "", address.port);
}

}  // namespace switchroom::redis
