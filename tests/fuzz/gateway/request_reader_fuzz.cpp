// Streams of requests: whatever the bytes and however they are cut, the reader sees the same requests and the same
// fault, and keeps to its bounds. The first byte says how the stream is cut.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "gateway/server/request_reader.hpp"

namespace {

using namespace switchroom;
using namespace switchroom::server;

constexpr std::size_t header_bytes_max = 4096;
constexpr std::size_t body_bytes_max = 30'000;

void require(bool holds) {
  if (!holds) std::abort();
}

/// One step of the reader: whether it got on, or needs bytes.
Result<bool> advance(RequestReader& reader, bool& in_body, std::string& seen) {
  if (!in_body) {
    Result<bool> head = reader.head();
    if (!head || !*head) return head;
    in_body = true;
    if (Result<void> done = reader.expect_body(body_bytes_max); !done) return std::unexpected(done.error());
  }
  Result<bool> body = reader.body();
  if (!body || !*body) return body;
  const connectors::Request& request = reader.request();
  require(request.spare_bytes >= 64 && request.body.size() <= body_bytes_max);
  require(request.headers.size() <= ParsedHead::fields_max && request.path.starts_with('/'));
  seen.append(request.method).append(request.path).append(request.query).append(request.body).append("\n");
  reader.next();
  in_body = false;
  return true;
}

std::string read_all(std::string_view stream, std::size_t step) {
  Desk desk{header_bytes_max};
  RequestReader reader{desk, header_bytes_max};
  std::string seen;
  for (bool in_body = false;;) {
    const Result<bool> got_on = advance(reader, in_body, seen);
    if (!got_on) return seen + describe(got_on.error());
    if (*got_on) continue;
    if (stream.empty()) return seen;
    const std::span<char> space = reader.space();
    require(!space.empty());
    const std::size_t count = std::min({step, space.size(), stream.size()});
    std::memcpy(space.data(), stream.data(), count);
    reader.received(count);
    stream.remove_prefix(count);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view stream{reinterpret_cast<const char*>(data) + 1, size - 1};
  const std::string whole = read_all(stream, size);
  const std::string cut = read_all(stream, 1 + data[0] % 64);
  // Cut or not, the same requests come out; a fault may be seen earlier, or worded by what is there.
  const std::size_t common = std::min(whole.rfind('\n') + 1, cut.rfind('\n') + 1);
  require(whole.compare(0, common, cut, 0, common) == 0);
  return 0;
}
