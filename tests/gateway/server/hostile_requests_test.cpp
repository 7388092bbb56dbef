// Requests that two servers could understand differently, or that ask for too much: each gets its own clear answer, and
// the connection ends, so that nothing behind it is taken for a request.

#include <gtest/gtest.h>

#include <memory>

#include "raw_client.hpp"
#include "running_server.hpp"

namespace switchroom::server {
namespace {

struct Hostile {
  const char* name;
  std::string bytes;
  int status;
  const char* words;  ///< in the answer's detail
};

std::string post(const std::string& fields, const std::string& body) {
  return "POST /echo HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}

std::string get(const std::string& fields) { return "GET /echo HTTP/1.1\r\n" + fields + "\r\n"; }

std::string chunked(const std::string& body) { return post("Transfer-Encoding: chunked\r\n", body); }

std::string many_fields(int count) {
  std::string fields = "Host: a\r\n";
  for (int i = 1; i < count; ++i) fields += "X-" + std::to_string(i) + ": 1\r\n";
  return fields;
}

std::string operator""_bytes(const char* text, std::size_t size) { return {text, size}; }

std::vector<Hostile> hostile_requests() {
  return {
      {"two_equal_lengths", post("Content-Length: 1\r\nContent-Length: 1\r\n", "a"), 400,
       "Content-Length: found it twice"},
      {"two_lengths", post("Content-Length: 1\r\nContent-Length: 2\r\n", "ab"), 400, "Content-Length: found it twice"},
      {"listed_length", post("Content-Length: 1, 1\r\n", "a"), 400, "found 1, 1"},
      {"signed_length", post("Content-Length: +1\r\n", "a"), 400, "found +1"},
      {"negative_length", post("Content-Length: -1\r\n", "a"), 400, "found -1"},
      {"hexadecimal_length", post("Content-Length: 0x1\r\n", "a"), 400, "found 0x1"},
      {"empty_length", post("Content-Length:\r\n", "a"), 400, "1 to 19 digits"},
      {"length_of_20_digits", post("Content-Length: 18446744073709551617\r\n", "a"), 400, "1 to 19 digits"},
      {"huge_length", post("Content-Length: 9223372036854775807\r\n", "a"), 413, "found 9223372036854775807 bytes"},
      {"coding_beside_length", post("Transfer-Encoding: chunked\r\nContent-Length: 1\r\n", "0\r\n\r\n"), 400,
       "beside Transfer-Encoding"},
      {"length_beside_coding", post("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400,
       "beside Transfer-Encoding"},
      {"coding_gzip", post("Transfer-Encoding: gzip\r\n", ""), 501, "found gzip"},
      {"coding_xchunked", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 501, "found xchunked"},
      {"coding_identity_chunked", post("Transfer-Encoding: identity, chunked\r\n", "0\r\n\r\n"), 501,
       "found identity, chunked"},
      {"coding_chunked_comma", post("Transfer-Encoding: chunked,\r\n", "0\r\n\r\n"), 501, "found chunked,"},
      {"coding_empty", post("Transfer-Encoding:\r\n", "0\r\n\r\n"), 501, "Transfer-Encoding"},
      {"coding_twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400,
       "Transfer-Encoding: found it twice"},
      {"coding_after_a_tab_line", post("Transfer-Encoding:\r\n\tchunked\r\n", "0\r\n\r\n"), 501, "Transfer-Encoding"},
      {"coding_with_vertical_tab", post("Transfer-Encoding: \vchunked\r\n", "0\r\n\r\n"), 400, "a control character"},
      {"coding_with_blank_before_colon", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), 400,
       "line 3: found byte 0x20"},
      {"coding_in_1_0", "POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
       "in HTTP/1.0"},
      {"no_host", get(""), 400, "Host: found no such field"},
      {"empty_host", get("Host:\r\n"), 400, "header Host"},
      {"two_hosts", get("Host: a\r\nHost: a\r\n"), 400, "Host: found it twice"},
      {"host_with_path", get("Host: a/b\r\n"), 400, "found a/b"},
      {"host_with_user", get("Host: me@a\r\n"), 400, "found me@a"},
      {"host_with_wild_port", get("Host: a:8o\r\n"), 400, "found a:8o"},
      {"folded_line", get("Host: a\r\nX: 1\r\n 2\r\n"), 400, "a folded line"},
      {"first_field_folded", get(" Host: a\r\n"), 400, "a folded line"},
      {"null_in_value", get("Host: a\r\nX: \0\r\n"_bytes), 400, "a control character"},
      {"null_in_target", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"_bytes, 400, "byte 0x00"},
      {"null_in_name", get("Host: a\r\nX\0: 1\r\n"_bytes), 400, "byte 0x00"},
      {"delete_in_value", get("Host: a\r\nX: \x7f\r\n"), 400, "a control character"},
      {"bare_cr_in_value", get("Host: a\r\nX: 1\rY: 2\r\n"), 400, "a control character"},
      {"bare_cr_as_line_end", "GET /echo HTTP/1.1\rHost: a\r\n\r\n", 400, "request line"},
      {"bare_lf_lines", "GET /echo HTTP/1.1\nHost: a\n\n", 400, "a bare LF"},
      {"bare_lf_in_fields", get("Host: a\nX: 1\r\n"), 400, "a bare LF"},
      {"bare_lf_as_blank_line", "GET /echo HTTP/1.1\r\nHost: a\r\n\n", 400, "a bare LF"},
      {"no_colon", get("Host: a\r\nX\r\n"), 400, "no colon"},
      {"no_name", get("Host: a\r\n: 1\r\n"), 400, "byte 0x3a"},
      {"name_beyond_ascii", get("Host: a\r\nX\xc3\xa9: 1\r\n"), 400, "byte 0xc3"},
      {"target_beyond_ascii", "GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", 400, "byte 0xc3"},
      {"target_with_fragment", "GET /#a HTTP/1.1\r\nHost: a\r\n\r\n", 400, "byte 0x23"},
      {"target_with_quote", "GET /\" HTTP/1.1\r\nHost: a\r\n\r\n", 400, "byte 0x22"},
      {"target_with_broken_escape", "GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n", 400, "a broken `%` escape"},
      {"absolute_target", "GET http://a/echo HTTP/1.1\r\nHost: a\r\n\r\n", 400, "a path that begins with `/`"},
      {"star_target", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 400, "a path that begins with `/`"},
      {"two_blanks", "GET  /echo HTTP/1.1\r\nHost: a\r\n\r\n", 400, "request line"},
      {"blank_behind", "GET /echo HTTP/1.1 \r\nHost: a\r\n\r\n", 400, "request line"},
      {"no_version", "GET /echo\r\nHost: a\r\n\r\n", 400, "fewer than three words"},
      {"version_0_9", "GET /echo HTTP/0.9\r\nHost: a\r\n\r\n", 505, "found HTTP/0.9"},
      {"version_1_2", "GET /echo HTTP/1.2\r\nHost: a\r\n\r\n", 505, "found HTTP/1.2"},
      {"version_2_0", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "found HTTP/2.0"},
      {"version_of_two_digits", "GET /echo HTTP/1.10\r\nHost: a\r\n\r\n", 400, "found HTTP/1.10"},
      {"lower_case_version", "GET /echo http/1.1\r\nHost: a\r\n\r\n", 400, "found http/1.1"},
      {"unknown_method", "BREW /echo HTTP/1.1\r\nHost: a\r\n\r\n", 501, "found BREW"},
      {"lower_case_method", "get /echo HTTP/1.1\r\nHost: a\r\n\r\n", 501, "found get"},
      {"connect", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 501, "found CONNECT"},
      {"trace", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 501, "found TRACE"},
      {"tls_hello", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"_bytes, 400, "an HTTP/1.1 request"},
      {"only_empty_lines", "\r\n\r\n\r\n", 400, "an HTTP/1.1 request"},
      {"a_hundred_and_one_fields", get(many_fields(101)), 431, "at most 100 fields"},
      {"20_000_fields", get(many_fields(20'000)), 431, "at most 16384 bytes"},
      {"line_of_64_kB", get("Host: a\r\nX: " + std::string(64'000, 'x') + "\r\n"), 431, "at most 16384 bytes"},
      {"line_of_1_MB", get("Host: a\r\nX: " + std::string(1'000'000, 'x') + "\r\n"), 431, "at most 16384 bytes"},
      {"target_of_64_kB", "GET /" + std::string(64'000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n", 431,
       "at most 16384 bytes"},
      {"endless_method", std::string(100'000, 'A'), 431, "at most 16384 bytes"},
      {"connection_of_no_words", get("Host: a\r\nConnection: keep alive\r\n"), 400, "found keep alive"},
      {"other_expectation", post("Expect: 200-ok\r\nContent-Length: 1\r\n", "a"), 417, "found 200-ok"},
      {"chunk_size_missing", chunked("\r\na\r\n0\r\n\r\n"), 400, "chunk size: found byte 0x0d"},
      {"chunk_size_signed", chunked("+1\r\na\r\n0\r\n\r\n"), 400, "chunk size: found byte 0x2b"},
      {"chunk_size_negative", chunked("-1\r\na\r\n0\r\n\r\n"), 400, "chunk size: found byte 0x2d"},
      {"chunk_size_0x", chunked("0x1\r\na\r\n0\r\n\r\n"), 400, "chunk size: found byte 0x78"},
      {"chunk_size_after_blank", chunked(" 1\r\na\r\n0\r\n\r\n"), 400, "chunk size: found byte 0x20"},
      {"chunk_size_before_blank", chunked("1 \r\na\r\n0\r\n\r\n"), 400, "chunk size: found byte 0x20"},
      {"chunk_size_wraps", chunked("10000000000000001\r\na\r\n0\r\n\r\n"), 400, "at most 16 digits"},
      {"chunk_size_huge", chunked("ffffffffffffffff\r\na\r\n0\r\n\r\n"), 413, "at most 1048576 bytes"},
      {"chunk_size_bare_lf", chunked("1\na\r\n0\r\n\r\n"), 400, "chunk size: found byte 0x0a"},
      {"chunk_size_cr_cr", chunked("1\r\ra\r\n0\r\n\r\n"), 400, "LF after CR"},
      {"chunk_longer_than_said", chunked("1\r\nab\r\n0\r\n\r\n"), 400, "CRLF after the data"},
      {"chunk_end_bare_lf", chunked("1\r\na\n0\r\n\r\n"), 400, "CRLF after the data"},
      {"chunk_extension_null", chunked("1;a=\0\r\na\r\n0\r\n\r\n"_bytes), 400, "chunk extension"},
      {"chunk_extension_bare_lf", chunked("1;a\na\r\n0\r\n\r\n"), 400, "chunk extension: found byte 0x0a"},
      {"chunk_extension_of_64_kB", chunked("1;" + std::string(64'000, 'x') + "\r\na\r\n0\r\n\r\n"), 400,
       "at most 4096 bytes"},
      {"chunk_trailer_of_64_kB", chunked("1\r\na\r\n0\r\nX: " + std::string(64'000, 'x') + "\r\n\r\n"), 431, "trailer"},
      {"chunk_trailer_folded", chunked("0\r\nX: 1\r\n 2\r\n\r\n"), 400, "trailer: found byte 0x20"},
      {"chunk_trailer_without_colon", chunked("0\r\nX\r\n\r\n"), 400, "trailer: found byte 0x0d"},
      {"chunk_trailer_bare_lf", chunked("0\r\nX: 1\n\r\n"), 400, "trailer: found byte 0x0a"},
      {"chunks_beyond_the_limit", chunked("80000\r\n" + std::string(0x80000, 'x') + "\r\n80001\r\n"), 413,
       "at most 1048576 bytes"},
  };
}

std::ostream& operator<<(std::ostream& out, const Hostile& hostile) { return out << hostile.name; }

class HostileRequest : public testing::TestWithParam<Hostile> {
 protected:
  static void SetUpTestSuite() { server_ = std::make_unique<RunningServer>(); }
  static void TearDownTestSuite() { server_.reset(); }
  static inline std::unique_ptr<RunningServer> server_;
};

TEST_P(HostileRequest, GetsAClearAnswerAndTheEnd) {
  const std::string smuggled = "GET /echo HTTP/1.1\r\nHost: smuggled\r\n\r\n";
  const std::vector<Answer> answers = answers_to(server_->port(), GetParam().bytes + smuggled);
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].status, GetParam().status) << answers[0].body;
  EXPECT_NE(answers[0].body.find(GetParam().words), std::string::npos) << answers[0].body;
  EXPECT_TRUE(answers[0].has("Connection: close"));
  EXPECT_TRUE(answers[0].has("Content-Type: application/problem+json"));
}

TEST_P(HostileRequest, SentByteByByteGetsTheSameAnswer) {
  if (GetParam().bytes.size() > 1'000) return;  // the long ones are about their length, not their pieces
  RawClient client{server_->port()};
  for (const char& byte : GetParam().bytes)
    if (!client.send({&byte, 1})) break;
  const std::optional<Answer> answer = client.answer();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, GetParam().status) << answer->body;
  EXPECT_TRUE(client.is_closed());
}

INSTANTIATE_TEST_SUITE_P(Each, HostileRequest, testing::ValuesIn(hostile_requests()),
                         [](const auto& test) { return std::string{test.param.name}; });

TEST(HostileRequests, AreCountedByTheirFault) {
  RunningServer server;
  answers_to(server.port(), get("Host: a\r\nHost: b\r\n"));
  answers_to(server.port(), post("Transfer-Encoding: gzip\r\n", ""));
  EXPECT_EQ(server.figures().rejections(Fault::malformed_request), 1);
  EXPECT_EQ(server.figures().rejections(Fault::not_implemented), 1);
  EXPECT_EQ(server.figures().requests.value(), 0);
}

}  // namespace
}  // namespace switchroom::server
