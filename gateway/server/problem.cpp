#include "gateway/server/problem.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <iterator>

namespace switchroom::server {
namespace {

void append_json_character(std::string& out, char c, bool is_utf8) {
  const auto byte = static_cast<unsigned char>(c);
  if (c == '"' || c == '\\') {
    out += '\\';
    out += c;
  } else if (byte < 0x20 || byte == 0x7f) {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", byte);
  } else {
    out += byte < 0x80 || is_utf8 ? c : '?';
  }
}

int status_of(const FaultRow& row) { return row.http_status >= 400 ? row.http_status : 500; }

void add_headers(Reply& reply, Fault fault) {
  if (reply.status == 503) reply.headers.push_back({"Retry-After", "1"});
  if (reply.status == 401)
    reply.headers.push_back({"WWW-Authenticate", fault == Fault::unauthenticated ? "Bearer" : "Signature"});
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  const bool is_utf8 = simdjson::validate_utf8(text.data(), text.size());
  out += '"';
  for (const char c : text) append_json_character(out, c, is_utf8);
  out += '"';
}

Reply problem(const Error& error, std::string_view request_id) {
  const FaultRow& row = row_of(error.fault);
  Reply reply{.status = status_of(row), .content_type = "application/problem+json", .body = {}, .headers = {}};
  reply.body = fmt::format(R"({{"type":"/docs/errors#{}","title":"{}","status":{},"detail":)", row.name, row.title,
                           reply.status);
  append_json_string(reply.body, describe(error));
  reply.body += R"(,"request_id":)";
  append_json_string(reply.body, request_id);
  reply.body += R"(,"remedy":)";
  append_json_string(reply.body, row.remedy);
  reply.body += "}\n";
  add_headers(reply, error.fault);
  return reply;
}

}  // namespace switchroom::server
