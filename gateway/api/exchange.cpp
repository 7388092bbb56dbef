#include "gateway/api/exchange.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "gateway/api/percent.hpp"
#include "gateway/server/problem.hpp"

namespace switchroom::api {

server::Reply json_reply(const boost::json::value& document, int status) {
  server::Reply reply;
  reply.status = status;
  reply.content_type = "application/json";
  reply.body = boost::json::serialize(document);
  return reply;
}

server::Reply refuse(const Exchange& exchange, const Error& error) {
  return server::problem(error, exchange.call.request_id);
}

server::Reply refuse_with(const Exchange& exchange, const Error& error, std::string_view member,
                          boost::json::value value) {
  server::Reply reply = refuse(exchange, error);
  boost::json::value document = boost::json::parse(reply.body);
  document.as_object()[member] = std::move(value);
  reply.body = boost::json::serialize(document);
  return reply;
}

void add_header(server::Reply& reply, std::string_view literal_name, std::string value) {
  reply.headers.push_back({literal_name, std::move(value)});
}

std::string entity_tag(std::uint64_t version) { return '"' + std::to_string(version) + '"'; }

bool is_present(const Exchange& exchange, std::string_view name) {
  return std::ranges::any_of(exchange.call.request.headers, [&](const connectors::Header& header) {
    return std::ranges::equal(
        header.name, name, {}, [](char c) { return std::tolower(static_cast<unsigned char>(c)); },
        [](char c) { return std::tolower(static_cast<unsigned char>(c)); });
  });
}

std::optional<std::string> query_parameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::string_view part = query.substr(0, query.find('&'));
    const std::size_t equals = part.find('=');
    if (equals != std::string_view::npos && part.substr(0, equals) == name)
      return percent_decoded(part.substr(equals + 1));
    query.remove_prefix(std::min(query.size(), part.size() + 1));
  }
  return std::nullopt;
}

}  // namespace switchroom::api
