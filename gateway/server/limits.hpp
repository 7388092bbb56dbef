#pragma once
// What a server allows. Plain values: any thread.

#include <cstddef>

namespace switchroom::server {

/// Bounds of one server, that is of one thread. Each deadline is for the whole step, however busy the client looks; it
/// is kept to a quarter of a second, and time in which the process was stopped does not count.
struct Limits {
  std::size_t connections_max = 4096;
  std::size_t header_bytes_max = 16 * 1024;  ///< with the request line; at most 48 KiB
  std::size_t body_bytes_max = 1024 * 1024;
  std::size_t bodies_bytes_max = 256 * 1024 * 1024;  ///< of all bodies on their way that do not fit behind their head
  int header_ms = 10'000;                            ///< from the first byte of a request to the end of its head
  int body_ms = 30'000;                              ///< from there to the end of its body
  int answer_ms = 10'000;                            ///< for the handler, and again for the client to take the answer
  int idle_ms = 75'000;                              ///< between requests
};

}  // namespace switchroom::server
