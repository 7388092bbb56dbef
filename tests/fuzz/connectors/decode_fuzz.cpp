// A delivery of the kind SWITCHROOM_KIND: the first line is `METHOD query content-type`, the rest the body. It must be
// decoded or refused, the same in place and from a copy; whatever comes out must be writable as JSON.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "connectors/batch.hpp"
#include "connectors/inbound_message_json.hpp"
#include "connectors/json_reader.hpp"
#include "connectors/registry.hpp"

using namespace switchroom;
using namespace switchroom::connectors;

namespace {

std::string_view take_until(std::string_view& text, char mark) {
  const std::size_t end = std::min(text.find(mark), text.size());
  const std::string_view piece = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return piece;
}

/// Settings that fit each other, and an id that the corpora hold for all others.
Credentials settings_of(const Connector& connector) {
  Credentials credentials;
  make_up_settings(connector, credentials);
  for (const SettingRule& rule : connector.settings)
    if (!rule.required && !rule.secret && rule.name.ends_with("_id"))
      credentials.settings.push_back({std::string{rule.name}, {"27681414235104944"}});
  return credentials;
}

std::string written(const Delivery& delivery) {
  std::string outcome;
  for (const InboundMessage& message : delivery.messages) append_json(message, outcome);
  for (const Undecodable& part : delivery.undecodable) outcome += describe(part.error) + part.part;
  return outcome;
}

std::string outcome_of(const Connector& connector, const Request& request, const Credentials& credentials) {
  Result<Delivery> delivery = connector.decode(request, credentials);
  std::string outcome = delivery ? written(*delivery) : describe(delivery.error());
  if (delivery) recycle(*std::move(delivery));  // nothing of it may show in the next one
  return outcome;
}

void read_page(const Connector& connector, std::string_view body, const Credentials& credentials) {
  const Result<Page> page = connector.read_page(body, credentials);
  (void)(page ? written(page->delivery) : describe(page.error()));
}

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Connector& connector = *find_connector(SWITCHROOM_KIND);
  std::string_view rest{reinterpret_cast<const char*>(data), size};
  std::string_view line = take_until(rest, '\n');
  Request request;
  request.method = take_until(line, ' ');
  request.query = take_until(line, ' ');
  const Header content_type{"Content-Type", line};
  request.headers = {&content_type, 1};
  request.path = "/hooks/demo/x";
  static const Credentials credentials = settings_of(connector);
  request.body = rest;

  (void)connector.handshake(request, credentials);
  (void)connector.verify(request, credentials, {});
  (void)connector.acknowledge(request);
  if (connector.read_page != nullptr) read_page(connector, rest, credentials);
  const std::string copied = outcome_of(connector, request, credentials);
  std::string padded{rest};
  padded.append(simdjson::SIMDJSON_PADDING, '}');
  request.body = std::string_view{padded}.substr(0, rest.size());
  request.spare_bytes = simdjson::SIMDJSON_PADDING;
  require(outcome_of(connector, request, credentials) == copied);
  return 0;
}
