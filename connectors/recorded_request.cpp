#include "connectors/recorded_request.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <optional>
#include <utility>

#include "config/vocabulary/words.hpp"
#include "connectors/base64.hpp"
#include "connectors/inbound_message_json.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

namespace json = boost::json;

std::unexpected<Error> malformed(std::string where, std::string_view expected) {
  return std::unexpected{Error{Fault::malformed_request, std::move(where), "something else", std::string{expected}}};
}

// --- reading ---------------------------------------------------------------------------------------------------------

/// A text, or a list of texts.
std::optional<std::vector<std::string>> texts_of(const json::value& value) {
  if (const json::string* text = value.if_string()) return std::vector{std::string{*text}};
  const json::array* list = value.if_array();
  if (!list) return std::nullopt;
  std::vector<std::string> texts;
  for (const json::value& element : *list) {
    if (!element.is_string()) return std::nullopt;
    texts.emplace_back(element.get_string());
  }
  return texts;
}

/// Takes text under `key` if it is there; false if it is anything else.
bool take_text(const json::object& from, std::string_view key, std::string& text) {
  const json::value* value = from.if_contains(key);
  if (value && value->is_string()) text = value->get_string();
  return !value || value->is_string();
}

Result<Credentials> read_secrets(const json::value* secrets) {
  Credentials credentials;
  if (!secrets) return credentials;
  if (!secrets->is_object()) return malformed("secrets", "an object");
  for (const auto& [name, value] : secrets->get_object()) {
    std::optional texts = value.is_object() ? std::vector{json::serialize(value)} : texts_of(value);
    if (!texts) return malformed("secrets." + std::string{name}, "text or a list of texts");
    credentials.settings.push_back({std::string{name}, *std::move(texts)});
  }
  return credentials;
}

Result<std::vector<OwnedRequest::Field>> read_headers(const json::value* headers) {
  std::vector<OwnedRequest::Field> fields;
  if (!headers) return fields;
  if (!headers->is_object()) return malformed("request.headers", "an object");
  for (const auto& [name, value] : headers->get_object()) {
    std::optional<std::vector<std::string>> texts = texts_of(value);
    if (!texts) return malformed("request.headers." + std::string{name}, "text or a list of texts");
    for (std::string& text : *texts) fields.push_back({std::string{name}, std::move(text)});
  }
  return fields;
}

Result<OwnedRequest> read_request(const json::object& object) {
  OwnedRequest request;
  std::string base64;
  if (!take_text(object, "method", request.method)) return malformed("request.method", "text");
  if (!take_text(object, "path", request.path)) return malformed("request.path", "text");
  if (!take_text(object, "query", request.query)) return malformed("request.query", "text");
  if (!take_text(object, "body", request.body)) return malformed("request.body", "text");
  if (!take_text(object, "body_base64", base64)) return malformed("request.body_base64", "text");
  if (!base64.empty()) {
    std::optional<std::string> body = bytes_of_base64(base64);
    if (!body) return malformed("request.body_base64", "base64");
    request.body = *std::move(body);
  }
  Result<std::vector<OwnedRequest::Field>> headers = read_headers(object.if_contains("headers"));
  if (!headers) return std::unexpected{std::move(headers.error())};
  request.headers = *std::move(headers);
  return request;
}

Result<Instant> read_now(const json::value* now) {
  if (!now) return Instant{};
  const std::int64_t* seconds = now->if_int64();
  if (!seconds || *seconds < 0 || *seconds > 253'402'300'799) return malformed("now", "whole seconds since 1970");
  return instant_of_ms(*seconds * 1000);
}

// --- writing ---------------------------------------------------------------------------------------------------------

bool carries_secret(std::string_view header) {
  std::string name{header};
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return name.contains("secret") || name.contains("authorization") || name.contains("cookie");
}

/// All values of a header under the spelling of its first; a repeated one as a list.
json::object headers_json(std::span<const Header> headers, SecretHeaders secrets) {
  json::object object;
  for (const Header& header : headers) {
    const bool hidden = secrets == SecretHeaders::hidden && carries_secret(header.name);
    std::string valid;
    append_utf8(hidden ? "(hidden)" : header.value, valid);
    json::value& value = object[header.name];
    if (value.is_null()) {
      value = valid;
    } else {
      if (value.is_string()) value = json::array{value};
      value.get_array().emplace_back(valid);
    }
  }
  return object;
}

/// What the gateway would answer and store.
struct Outcome {
  bool accept = false;
  int status = 0;
  std::string response_body;
  std::vector<InboundMessage> messages;
  std::vector<Errand> errands;
  std::string error;
};

Outcome refused(const Error& error) {
  Outcome outcome;
  outcome.status = row_of(error.fault).http_status;
  outcome.error = describe(error);
  return outcome;
}

Outcome answered(Answer answer) {
  Outcome outcome;
  outcome.accept = true;
  outcome.status = answer.status;
  outcome.response_body = std::move(answer.body);
  return outcome;
}

bool allows(const Connector& connector, std::string_view method) {
  for (std::string_view rest = connector.methods; !rest.empty();) {
    const std::size_t comma = std::min(rest.find(", "), rest.size());
    if (rest.substr(0, comma) == method) return true;
    rest.remove_prefix(std::min(comma + 2, rest.size()));
  }
  return false;
}

Outcome outcome_of(const Connector& connector, const Recorded& recorded) {
  const std::vector<Header> headers = headers_of(recorded.request);
  const Request request = view_of(recorded.request, headers);
  if (!allows(connector, request.method))
    return refused({Fault::method_not_allowed, "method", std::string{request.method}, std::string{connector.methods}});
  if (auto handshake = connector.handshake(request, recorded.credentials))
    return *handshake ? answered(**std::move(handshake)) : refused(handshake->error());
  const auto own_answer = [&](bool authentic) {
    return connector.own_answer ? connector.own_answer(request, recorded.credentials, authentic) : std::nullopt;
  };
  if (const Result<void> authentic = connector.verify(request, recorded.credentials, recorded.now); !authentic) {
    Outcome outcome = refused(authentic.error());
    if (std::optional<Answer> own = own_answer(false)) {
      outcome.status = own->status;
      outcome.response_body = std::move(own->body);
    }
    return outcome;
  }

  std::optional<Answer> own = own_answer(true);
  Outcome outcome = answered(own ? *std::move(own) : connector.acknowledge(request));
  Result<Delivery> delivery = connector.decode(request, recorded.credentials);
  if (!delivery) {
    outcome.error = describe(delivery.error());
    return outcome;
  }
  outcome.messages = std::move(delivery->messages);
  outcome.errands = std::move(delivery->errands);
  for (const Undecodable& part : delivery->undecodable)
    outcome.error += (outcome.error.empty() ? "" : "; ") + describe(part.error);
  return outcome;
}

/// `,"errands":[{"kind":…,"id":…[,"url":…][,"token":…][,"account":…]}]` if there are any.
void append_errands(const std::vector<Errand>& errands, std::string& out) {
  if (errands.empty()) return;
  out += R"(,"errands":[)";
  for (const Errand& errand : errands) {
    if (&errand != &errands.front()) out += ',';
    out += R"({"kind":)";
    append_json_text(word_of(errand_kind_names, errand.kind), out);
    for (const auto& [key, value] : {std::pair<std::string_view, const std::string&>{R"(,"id":)", errand.id},
                                     {R"(,"url":)", errand.url},
                                     {R"(,"token":)", errand.token},
                                     {R"(,"account":)", errand.account}}) {
      if (value.empty()) continue;
      out += key;
      append_json_text(value, out);
    }
    out += '}';
  }
  out += ']';
}

}  // namespace

Result<Recorded> parse_recorded(std::string_view text) {
  json::error_code failure;
  const json::value document = json::parse(text, failure);
  if (failure) return malformed("record", "one JSON object");
  const json::object* object = document.if_object();
  const json::value* request_part = object ? object->if_contains("request") : nullptr;
  if (!request_part || !request_part->is_object()) return malformed("request", "an object");

  Result<Credentials> secrets = read_secrets(object->if_contains("secrets"));
  if (!secrets) return std::unexpected{std::move(secrets.error())};
  const Result<Instant> now = read_now(object->if_contains("now"));
  if (!now) return std::unexpected{now.error()};
  Result<OwnedRequest> request = read_request(request_part->get_object());
  if (!request) return std::unexpected{std::move(request.error())};
  return Recorded{*std::move(secrets), *now, *std::move(request)};
}

std::string record(const Request& request, SecretHeaders secrets) {
  const auto text = [](std::string_view bytes) {
    std::string valid;
    append_utf8(bytes, valid);
    return json::string{valid};
  };
  return json::serialize(json::object{{"method", text(request.method)},
                                      {"path", text(request.path)},
                                      {"query", text(request.query)},
                                      {"headers", headers_json(request.headers, secrets)},
                                      {"body_base64", base64_of(request.body)}});
}

std::string inspect(const Connector& connector, const Recorded& recorded) {
  const Outcome outcome = outcome_of(connector, recorded);
  bool opens = false;
  std::string line = R"({"accept":)" + std::string{outcome.accept ? "true" : "false"};
  line += R"(,"status":)" + std::to_string(outcome.status) + R"(,"response_body":)";
  append_json_text(outcome.response_body, line);
  line += R"(,"messages":[)";
  for (const InboundMessage& message : outcome.messages) {
    if (&message != &outcome.messages.front()) line += ',';
    append_json(message, line);
    opens = opens || opens_ticket(message.kind);
  }
  line += ']';
  append_errands(outcome.errands, line);
  line += R"(,"opens_ticket":)" + std::string{opens ? "true" : "false"} + R"(,"error":)";
  if (outcome.error.empty())
    line += "null";
  else
    append_json_text(outcome.error, line);
  return line + '}';
}

}  // namespace switchroom::connectors
