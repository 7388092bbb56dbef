#pragma once
// What a connection needs while a request is on its way, and the pool that lends it: idle connections hold none. One
// thread.

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "gateway/server/head_parser.hpp"

namespace switchroom::server {

/// Room for one request. Never moves.
struct Desk {
  static constexpr std::size_t spare_bytes = 64;          ///< readable behind whatever is received
  static constexpr std::size_t behind_head_bytes = 4096;  ///< least room for a body's first bytes

  /// Room for heads of `header_bytes_max` bytes.
  explicit Desk(std::size_t header_bytes_max);

  std::size_t bytes_max;          ///< of `bytes`, without the spare ones
  std::unique_ptr<char[]> bytes;  ///< as received
  ParsedHead head;
  std::string body;              ///< a body that does not fit behind its head, or was chunked
  std::array<char, 40> id_text;  ///< a made-up request id
};

/// Keeps desks that nobody uses. Has to outlive its leases.
class DeskPool {
 public:
  struct GiveBack {
    DeskPool* pool;
    void operator()(Desk* desk) const { pool->give_back(desk); }
  };
  using Lease = std::unique_ptr<Desk, GiveBack>;

  explicit DeskPool(std::size_t header_bytes_max) : header_bytes_max_(header_bytes_max) {}

  /// A desk until the lease ends.
  Lease lend();

 private:
  static constexpr std::size_t kept_max = 128;

  void give_back(Desk* desk);

  std::size_t header_bytes_max_;
  std::vector<std::unique_ptr<Desk>> free_;
};

}  // namespace switchroom::server
