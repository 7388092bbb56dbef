#pragma once
// The head of an answer as bytes. Pure: any thread. Source: RFC 9112 section 4, RFC 9110 sections 6.6.1 and 8.6.

#include <chrono>
#include <string>
#include <string_view>

#include "gateway/server/handler.hpp"

namespace switchroom::server {

/// What an answer's head says besides the reply.
struct AnswerHead {
  std::string_view date;             ///< as made by `http_date`
  std::string_view request_id = {};  ///< empty: no such header
  bool keep_alive = true;
  bool is_http_1_0 = false;  ///< the client speaks 1.0 and has to be told that the connection stays
};

/// Appends status line, fields and blank line. Content-Length is that of `reply.body`.
void append_answer_head(std::string& out, const Reply& reply, const AnswerHead& head);

/// Whether an answer of this status may have a body.
bool may_have_body(int status);

/// `Sun, 06 Nov 1994 08:49:37 GMT`
std::string http_date(std::chrono::system_clock::time_point at);

}  // namespace switchroom::server
