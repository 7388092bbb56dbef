#include "gateway/cli/remote.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <istream>
#include <iterator>
#include <utility>

namespace switchroom::cli {
namespace {

std::string without_line_end(std::string text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

std::string token_of(const Terminal& terminal, const std::string& flag) {
  std::string file = flag;
  if (file.empty()) {
    if (auto token = terminal.environment("SWITCHROOM_TOKEN")) return without_line_end(*token);
    file = terminal.environment("SWITCHROOM_TOKEN_FILE").value_or("");
  }
  if (file.empty()) return {};
  auto token = read_file(file, terminal.in);
  if (token) return without_line_end(*token);
  terminal.fail(Exit::failed, token.error());
  return {};
}

Exit exit_of(int status) {
  switch (status) {
    case 401:
    case 403:
      return Exit::not_allowed;
    case 409:
      return Exit::changed;
    case 422:
      return Exit::invalid;
    case 503:
      return Exit::not_reached;
    default:
      return Exit::failed;
  }
}

std::string text_in(const boost::json::value& problem, const char* member) {
  const auto* value = problem.is_object() ? problem.get_object().if_contains(member) : nullptr;
  return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
}

void tell_errors(const Terminal& terminal, const boost::json::value& problem) {
  const auto* errors = problem.is_object() ? problem.get_object().if_contains("errors") : nullptr;
  if (errors == nullptr || !errors->is_array()) return;
  for (const auto& error : errors->get_array()) terminal.err << "  " << text_in(error, "detail") << '\n';
}

}  // namespace

Remote::Remote(const Terminal& terminal, const RemoteFlags& flags)
    : terminal_(terminal), token_(token_of(terminal, flags.token_file)) {
  server_.url =
      !flags.url.empty() ? flags.url : terminal.environment("SWITCHROOM_URL").value_or("http://127.0.0.1:8080");
  while (server_.url.ends_with('/')) server_.url.pop_back();
}

std::optional<HttpAnswer> Remote::get(const std::string& path, const std::string& query) const {
  connectors::OwnedRequest request{"GET", path, query, {}, {}};
  authorize(request);
  return send(request);
}

std::optional<HttpAnswer> Remote::send(const connectors::OwnedRequest& request) const {
  auto answer = outbound::send(server_, request);
  if (answer) return std::move(*answer);
  terminal_.fail(Exit::not_reached, fmt::format("{} can't be reached: {}", server_.url, answer.error().words),
                 "Start it with `switchroom serve` (or ./run), or name another with --url or SWITCHROOM_URL.");
  return std::nullopt;
}

void Remote::authorize(connectors::OwnedRequest& request) const {
  if (has_token()) request.headers.push_back({"Authorization", "Bearer " + token_});
}

Exit Remote::refused(const HttpAnswer& answer) const {
  boost::system::error_code failure;
  const boost::json::value problem = boost::json::parse(answer.body, failure);
  const std::string title = text_in(problem, "title");
  const std::string detail = text_in(problem, "detail");
  std::string what = fmt::format("{} answered {}", server_.url, answer.status);
  if (!title.empty()) what += ": " + title;
  if (!detail.empty() && detail != title) what += ": " + detail;
  if (answer.status == 401 && !has_token())
    what += " (no token was given: SWITCHROOM_TOKEN, SWITCHROOM_TOKEN_FILE, --token-file)";
  terminal_.fail(Exit::failed, what, text_in(problem, "remedy"));
  tell_errors(terminal_, problem);
  return exit_of(answer.status);
}

boost::json::object object_in(const HttpAnswer& answer) {
  boost::system::error_code failure;
  boost::json::value value = boost::json::parse(answer.body, failure);
  return value.is_object() ? value.get_object() : boost::json::object{};
}

Result<std::string> read_file(const std::string& path, std::istream& in) {
  if (path == "-") return std::string{std::istreambuf_iterator<char>{in}, {}};
  std::ifstream file{path, std::ios::binary};
  if (!file)
    return std::unexpected(Error{Fault::invalid_setting, path, std::strerror(errno), "a file that can be read"});
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  if (file.bad())
    return std::unexpected(Error{Fault::invalid_setting, path, "a read error", "a file that can be read"});
  return text;
}

}  // namespace switchroom::cli
