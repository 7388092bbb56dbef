// Bird, before that MessageBird. Sources: "Receiving messages", docs.bird.com; Conversations and SMS API, MessageBird.
//
//   {"service":"channels","event":"sms.inbound","payload":{"id":…,"sender":…,"body":…}}        Bird
//   {"type":"message.created","message":{"id":…,"from":…,"content":…}}                          Conversations
//   id=…&recipient=…&originator=…&body=…                                                        SMS, as query or form
#include <algorithm>
#include <array>
#include <utility>

#include "connectors/batch.hpp"
#include "connectors/bird_content.hpp"
#include "connectors/bird_signature.hpp"
#include "connectors/connector.hpp"
#include "connectors/iso_time.hpp"
#include "connectors/parameters.hpp"
#include "connectors/phone.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"scheme", true, false, "How deliveries are signed: v2, jwt, legacy or standard"},
    SettingRule{"signing_key", true, true, "The signing key; for standard it begins with whsec_"},
    SettingRule{"public_base_url", true, false, "Scheme and host of the webhook URL as typed in at Bird"},
};

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

std::int64_t read_time(const JsonReader& time) {
  const std::optional<std::int64_t> ms = ms_of_loose_iso_time(time.text());
  if (time && !ms) time.refuse("another text", "an ISO 8601 time");
  return ms.value_or(0);
}

std::string number_of(std::string_view address) { return e164(address).value_or(std::string{address}); }

/// Bird's word → ours; `none` for what settles nothing.
DeliveryStatus status_of(std::string_view word) {
  constexpr std::array failed{"sending_failed", "delivery_failed", "failed", "rejected", "expired", "skipped"};
  if (word == "sent" || word == "buffered") return DeliveryStatus::sent;
  if (word == "delivered") return DeliveryStatus::delivered;
  if (word == "read") return DeliveryStatus::read;
  return std::ranges::find(failed, word) == failed.end() ? DeliveryStatus::none : DeliveryStatus::failed;
}

/// Turns a message of ours into the receipt that it stands for. False: it settles nothing.
bool make_receipt(std::string_view word, InboundMessage& message) {
  message.kind = MessageKind::status;
  message.status = status_of(word);
  message.ref = std::exchange(message.provider_id, message.provider_id + ':' + std::string{word});
  return message.status != DeliveryStatus::none;
}

// --- Bird ------------------------------------------------------------------------------------------------------------

std::string address_of(const JsonReader& contact) { return number_of(contact.at("identifierValue").text()); }

bool read_outgoing(const JsonReader& payload, InboundMessage& message) {
  for (const JsonReader& contact : payload.at("receiver").find("contacts").items()) {
    message.from = message.conversation = address_of(contact);
    break;
  }
  message.error = payload.find("reason").text();
  message.payload = payload.find("reference").text();
  return make_receipt(payload.at("status").text(), message);
}

bool read_bird(const JsonReader& event, InboundMessage& message) {
  const JsonReader payload = event.at("payload");
  message.provider_id = payload.at("id").id();
  message.account = payload.find("channelId").id();
  message.at_ms = read_time(payload.find("createdAt"));
  if (payload.find("direction").text() == "outgoing") return read_outgoing(payload, message);
  const JsonReader contact = payload.at("sender").at("contact");
  message.from = message.conversation = address_of(contact);
  message.name = contact.find("annotations").find("name").text();
  for (const JsonReader& connector : payload.find("receiver").find("connectors").items()) {
    message.to = connector.find("identifierValue").text();
    break;
  }
  message.reply_to = payload.find("replyTo").find("id").id();
  read_bird_body(payload.at("body"), message);
  return true;
}

// --- Conversations ---------------------------------------------------------------------------------------------------

bool read_conversation(const JsonReader& event, InboundMessage& message) {
  const JsonReader item = event.at("message");
  const bool ours = item.at("direction").text() == "sent";
  message.provider_id = item.at("id").id();
  message.at_ms = read_time(item.find("createdDatetime"));
  const std::string customer = number_of(item.at(ours ? "to" : "from").id());
  message.from = message.conversation = customer;
  message.to = number_of(item.find(ours ? "from" : "to").id());
  message.account = item.find("channelId").id();
  if (message.account.empty()) message.account = message.to;
  if (ours) return make_receipt(item.find("status").text(), message);
  if (event.at("type").text() != "message.created") return false;  // an update of what we have
  read_conversation_content(item.at("type").text(), item.at("content"), message);
  return true;
}

// --- SMS as parameters -----------------------------------------------------------------------------------------------

Error undecodable(std::string_view where, std::string_view found, std::string_view expected) {
  return {Fault::undecodable_message, std::string{where}, std::string{found}, std::string{expected}};
}

Result<Delivery> read_sms(const Request& request) {
  const bool in_query = request.method == "GET" || request.body.empty();
  const Result<Form> form = Form::read(in_query ? request.query : request.body);
  if (!form) return std::unexpected{undecodable(form.error().where, form.error().found, form.error().expected)};
  const bool receipt = form->find("status").has_value();
  const std::string_view customer = form->value(receipt ? "recipient" : "originator");
  if (form->value("id").empty()) return std::unexpected{undecodable("id", "nothing", "a message's id")};
  if (customer.empty()) return std::unexpected{undecodable("originator", "nothing", "the sender")};
  Delivery delivery;
  InboundMessage& message = delivery.messages.emplace_back();
  const auto set = [](std::string_view bytes, std::string& text) { append_utf8(bytes, text); };
  set(form->value("id"), message.provider_id);
  set(number_of(customer), message.from);
  set(number_of(form->value(receipt ? "originator" : "recipient")), message.to);
  message.conversation = message.from;
  message.account = message.to;
  const std::string_view time = form->value(receipt ? "statusDatetime" : "createdDatetime");
  const std::optional<std::int64_t> ms = time.empty() ? std::optional<std::int64_t>{0} : ms_of_loose_iso_time(time);
  if (!ms) return std::unexpected{undecodable("createdDatetime", "another text", "an ISO 8601 time")};
  message.at_ms = *ms;
  if (receipt && !make_receipt(form->value("status"), message)) return Delivery{};
  if (!receipt) set(form->find("body").value_or(form->value("payload")), message.text);
  if (!receipt) message.kind = kind_of_sms(message.text);
  if (receipt) set(form->value("reference"), message.payload);
  if (message.status == DeliveryStatus::failed) set(form->value("statusErrorCode"), message.error);
  return delivery;
}

Result<Delivery> decode(const Request& request, const Credentials&) {
  if (request.method == "GET" || request.body.empty() || has_form(request)) return read_sms(request);
  JsonReader::Document document{request};
  const JsonReader event = document.root();
  Batch batch{document};
  if (!event) return std::move(batch).finish();
  InboundMessage& message = batch.start();
  const bool told = event.find("message") ? read_conversation(event, message) : read_bird(event, message);
  told ? batch.settle(event) : batch.withdraw();
  return std::move(batch).finish();
}

Answer acknowledge(const Request&) { return {}; }

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  OwnedRequest request;
  request.method = "POST";
  request.path = draft.path;
  request.body = R"({"service":"channels","event":"sms.inbound","payload":{"id":)";
  append_json_text(draft.id, request.body);
  request.body +=
      R"(,"channelId":"3d1b5d18-9b4b-5b0e-9b2e-0f5b7c0e5a11","sender":{"contact":{"identifierKey":"phonenumber","identifierValue":)";
  append_json_text(draft.from, request.body);
  request.body +=
      R"(}},"receiver":{"connectors":[{"id":"c1","identifierValue":"+12025550122"}]},"body":{"type":"text","text":{"text":)";
  append_json_text(draft.text, request.body);
  request.body +=
      R"(}},"status":"delivered","direction":"incoming","createdAt":")" + iso_time_of_ms(draft.at_ms) + R"("}})";
  request.headers = {{"Content-Type", "application/json"}};
  sign_bird(request, draft.id, draft.at_ms / 1000, credentials);
  return request;
}

constexpr std::array sample_settings{Sample::Setting{"scheme", "v2"}};

}  // namespace

extern const Connector bird;
const Connector bird{
    .kind = "bird",
    .name = "Bird (MessageBird)",
    .methods = "GET, POST",
    .settings = settings,
    .sample = {.from = "+4915112345678", .id = "aa7e2a4d-1b3a-4f0b-9a5b-2a5c0e8a4a4c", .settings = sample_settings},
    .handshake = handshake,
    .verify = verify_bird,
    .decode = decode,
    .acknowledge = acknowledge,
    .compose = compose};

}  // namespace switchroom::connectors
