#include "gateway/api/published.hpp"

#include <fmt/format.h>

#include <iterator>

#include "config/vocabulary/error.hpp"
#include "gateway/api/published_files.hpp"

namespace switchroom::api {
namespace {

server::Reply reply_of(std::string_view content_type, std::string_view body) {
  return {.status = 200, .content_type = content_type, .body = std::string{body}, .headers = {}};
}

std::string status_of(const FaultRow& row) {
  return row.http_status == 0 ? "never an answer" : std::to_string(row.http_status);
}

}  // namespace

std::optional<server::Reply> published(std::string_view path) {
  for (const PublishedFile& file : published_files())
    if (file.path == path) return reply_of("application/json", file.text);
  if (path == "/docs/errors") return reply_of("text/markdown; charset=utf-8", errors_document());
  return std::nullopt;
}

std::string errors_document() {
  std::string text =
      "# Errors\n\n"
      "Made from the table of faults in config/vocabulary/error.cpp; `./test --update-golden` writes it anew. The word "
      "is the end of a\n"
      "problem document's `type`, the `outcome` and `reason` of the metrics, and the `fault` of a log line. A "
      "problem's `detail` says\n"
      "where, what was found and what would be right.\n";
  for (const FaultRow& row : fault_table())
    fmt::format_to(std::back_inserter(text), "\n## {}\n\nHTTP status: {}. {}.\n\n{}\n", row.name, status_of(row),
                   row.title, row.remedy);
  return text;
}

}  // namespace switchroom::api
