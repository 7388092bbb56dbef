#include "gateway/server/chunk_decoder.hpp"

#include <gtest/gtest.h>

#include "fault_of.hpp"

namespace switchroom::server {
namespace {

constexpr std::string_view coded =
    "4\r\nWiki\r\n00005;name=value;x=\"y\"\r\npedia\r\nE\r\n in\r\n\r\nchunks.\r\n0;last\r\nX-Sum: "
    "1\r\nX-Empty:\r\n\r\n";
constexpr std::string_view decoded = "Wikipedia in\r\n\r\nchunks.";

/// Decodes in pieces of `step` bytes; returns what is behind the coding.
std::string_view decode(std::string_view bytes, std::size_t step, ChunkDecoder& decoder, std::string& body) {
  while (!bytes.empty() && !decoder.is_done()) {
    const std::string_view piece = bytes.substr(0, step);
    const Result<std::size_t> used = decoder.decode(piece, body);
    EXPECT_TRUE(used) << describe(used.error());
    if (!used) break;
    EXPECT_TRUE(*used == piece.size() || decoder.is_done());
    bytes.remove_prefix(*used);
  }
  return bytes;
}

TEST(ChunkDecoder, DecodesInPiecesOfAnySize) {
  const std::string bytes = std::string{coded} + "GET /next";
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    ChunkDecoder decoder{100};
    std::string body;
    EXPECT_EQ(decode(bytes, step, decoder, body), "GET /next");
    EXPECT_EQ(body, decoded);
    EXPECT_TRUE(decoder.is_done());
  }
}

TEST(ChunkDecoder, IsNotDoneBeforeTheLastByte) {
  for (std::size_t size = 0; size < coded.size(); ++size) {
    ChunkDecoder decoder{100};
    std::string body;
    EXPECT_EQ(decoder.decode(coded.substr(0, size), body).value_or(0), size);
    EXPECT_FALSE(decoder.is_done()) << size;
  }
}

TEST(ChunkDecoder, CountsTheWholeBodyAgainstItsLimit) {
  std::string body;
  EXPECT_TRUE(ChunkDecoder{4}.decode("2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n", body));
  EXPECT_EQ(fault_of(ChunkDecoder{4}.decode("2\r\nab\r\n3\r\n", body)), Fault::payload_too_large);
  EXPECT_EQ(fault_of(ChunkDecoder{0}.decode("1\r\n", body)), Fault::payload_too_large);
  EXPECT_TRUE(ChunkDecoder{0}.decode("0\r\n\r\n", body));
}

TEST(ChunkDecoder, CountsExtensionsOfAllChunksTogether) {
  ChunkDecoder decoder{100};
  std::string body;
  const std::string chunk = "1;" + std::string(2'000, 'x') + "\r\na\r\n";
  EXPECT_TRUE(decoder.decode(chunk, body));
  EXPECT_TRUE(decoder.decode(chunk, body));
  EXPECT_EQ(fault_of(decoder.decode(chunk, body)), Fault::malformed_request);
}

TEST(ChunkDecoder, TakesTrailersUpToTheirLimit) {
  std::string body;
  EXPECT_TRUE(ChunkDecoder{1}.decode("0\r\nX: " + std::string(4'000, 'x') + "\r\n\r\n", body));
  EXPECT_EQ(fault_of(ChunkDecoder{1}.decode("0\r\nX: " + std::string(64'000, 'x'), body)), Fault::header_too_large);
}

}  // namespace
}  // namespace switchroom::server
