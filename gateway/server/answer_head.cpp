#include "gateway/server/answer_head.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <boost/beast/http/status.hpp>
#include <iterator>

namespace switchroom::server {
namespace {

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

/// A value from the program: it must not be able to begin a field of its own.
void append_foreign_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ");
  for (const char c : value) out += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
  out += "\r\n";
}

void append_status_line(std::string& out, int status) {
  const auto reason = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
  fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} ", status);
  out.append(reason.data(), reason.size()).append("\r\n");
}

}  // namespace

void append_answer_head(std::string& out, const Reply& reply, const AnswerHead& head) {
  append_status_line(out, reply.status);
  append_field(out, "Date", head.date);
  if (!reply.content_type.empty()) {
    append_field(out, "Content-Type", reply.content_type);
    append_field(out, "X-Content-Type-Options", "nosniff");
  }
  if (may_have_body(reply.status)) append_field(out, "Content-Length", fmt::format_int(reply.body.size()).c_str());
  for (const ReplyHeader& field : reply.headers) append_foreign_field(out, field.name, field.value);
  if (!head.request_id.empty()) append_field(out, "X-Request-Id", head.request_id);
  if (!head.keep_alive) append_field(out, "Connection", "close");
  if (head.keep_alive && head.is_http_1_0) append_field(out, "Connection", "keep-alive");
  out += "\r\n";
}

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

std::string http_date(std::chrono::system_clock::time_point at) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(std::chrono::system_clock::to_time_t(at)));
}

}  // namespace switchroom::server
