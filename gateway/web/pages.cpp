#include "gateway/web/pages.hpp"

#include <algorithm>

#include "gateway/server/problem.hpp"
#include "gateway/web/files.hpp"

namespace switchroom::web {
namespace {

constexpr std::string_view policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";

const File* find(std::string_view path) {
  const auto found = std::ranges::find(files(), path, &File::path);
  return found == files().end() ? nullptr : &*found;
}

/// `gzip` as a word of its own that is not refused by `;q=0`.
bool takes_gzip(std::string_view accepted) {
  const std::size_t at = accepted.find("gzip");
  return at != accepted.npos && !accepted.substr(at).starts_with("gzip;q=0");
}

}  // namespace

bool serves(std::string_view path) { return find(path) != nullptr; }

std::expected<std::size_t, server::Reply> admit(const server::Call& call) {
  if (call.request.method == "GET") return 0;
  const Error error{Fault::method_not_allowed, "method", std::string{call.request.method}, "GET"};
  server::Reply reply = server::problem(error, call.request_id);
  reply.headers.push_back({"Allow", "GET, HEAD"});
  return std::unexpected(std::move(reply));
}

server::Reply answer(const server::Call& call) {
  const File& file = *find(call.request.path);
  server::Reply reply{.status = 200, .content_type = file.content_type};
  reply.headers = {{"ETag", std::string{file.etag}},
                   {"Cache-Control", "no-cache"},
                   {"Vary", "Accept-Encoding"},
                   {"Cross-Origin-Resource-Policy", "cross-origin"},
                   {"Referrer-Policy", "no-referrer"}};
  if (file.content_type.starts_with("text/html"))
    reply.headers.push_back({"Content-Security-Policy", std::string{policy}});
  if (call.request.header("If-None-Match").value_or("").contains(file.etag)) {
    reply.status = 304;
    return reply;
  }
  const bool compressed = takes_gzip(call.request.header("Accept-Encoding").value_or(""));
  if (compressed) reply.headers.push_back({"Content-Encoding", "gzip"});
  reply.body = compressed ? file.gzipped : file.bytes;
  return reply;
}

}  // namespace switchroom::web
