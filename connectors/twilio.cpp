// Twilio: SMS, MMS, WhatsApp and RCS by form webhooks, and messages by Event Streams. Sources: "Webhooks Security",
// "Sign webhooks with shared keys", "Twilio's Request to your Webhook URL", "Event Streams", Twilio Docs;
// twilio-python 9.13.
#include <array>
#include <utility>

#include "config/vocabulary/words.hpp"
#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/form_reader.hpp"
#include "connectors/iso_time.hpp"
#include "connectors/opt_out.hpp"
#include "connectors/parameters.hpp"
#include "connectors/reply_id.hpp"
#include "connectors/text_encoding.hpp"
#include "connectors/twilio_content.hpp"
#include "connectors/twilio_signature.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"auth_tokens", true, true, "The account's auth token; two while primary and secondary are swapped"},
    SettingRule{"public_base_url", true, false, "Scheme and host of the webhook URL as typed in at Twilio"},
    SettingRule{"shared_keys", false, true, "Keys of webhooks signed with shared keys (beta), each as name=secret"},
};

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

// --- one message as a form -------------------------------------------------------------------------------------------

std::string utf8(std::string_view bytes) {
  std::string text;
  append_utf8(bytes, text);
  return text;
}

Error undecodable(std::string_view where, std::string_view found, std::string_view expected) {
  return {Fault::undecodable_message, std::string{where}, std::string{found}, std::string{expected}};
}

std::string first_of(const Form& form, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    if (const std::string_view value = form.value(name); !value.empty()) return utf8(value);
  return {};
}

Result<Delivery> read_incoming(const Form& form) {
  InboundMessage message;
  message.provider_id = first_of(form, {"MessageSid", "SmsMessageSid", "SmsSid"});
  if (message.provider_id.empty()) return std::unexpected{undecodable("MessageSid", "nothing", "a message's id")};
  if (form.value("From").empty()) return std::unexpected{undecodable("From", "nothing", "the sender")};
  read_twilio_parties(form.value("From"), form.value("To"), message);
  message.name = utf8(form.value("ProfileName"));
  message.reply_to = utf8(form.value("OriginalRepliedMessageSid"));
  if (std::optional<Error> error = read_twilio_content(form, message)) return std::unexpected{*std::move(error)};
  Delivery delivery;
  delivery.messages.push_back(std::move(message));
  return delivery;
}

// --- receipts --------------------------------------------------------------------------------------------------------

/// Twilio's word → ours. `none`: still on its way. Empty: no such word.
std::optional<DeliveryStatus> status_of(std::string_view word) {
  if (word == "accepted" || word == "scheduled" || word == "queued" || word == "sending") return DeliveryStatus::none;
  if (word == "undelivered" || word == "canceled") return DeliveryStatus::failed;
  const auto known = from_word<DeliveryStatus>(delivery_status_names, word);
  return word.empty() ? std::nullopt : known;
}

void fill_receipt(std::string_view sid, std::string_view word, DeliveryStatus status, InboundMessage& message) {
  message.kind = MessageKind::status;
  message.ref = utf8(sid);
  message.provider_id = message.ref + ':' + std::string{word};
  message.status = status;
}

/// `?reply=r0-7-0`, as a reply's StatusCallback has it.
std::string reply_of(const Request& request) {
  const Result<Form> query = Form::read(request.query);
  return query ? std::string{reply_id_in(query->value("reply"))} : std::string{};
}

Result<Delivery> read_receipt(const Form& form, std::string_view word, const Request& request) {
  const std::optional<DeliveryStatus> status = status_of(word);
  if (!status) return std::unexpected{undecodable("MessageStatus", "another word", "sent, delivered, read, failed …")};
  const std::string sid = first_of(form, {"MessageSid", "SmsSid"});
  if (sid.empty()) return std::unexpected{undecodable("MessageSid", "nothing", "a message's id")};
  Delivery delivery;
  if (*status == DeliveryStatus::none) return delivery;
  InboundMessage& message = delivery.messages.emplace_back();
  fill_receipt(sid, word, *status, message);
  read_twilio_parties(form.value("To"), form.value("From"), message);
  message.payload = reply_of(request);
  message.error = utf8(form.value("ErrorCode"));
  return delivery;
}

// --- Event Streams: a JSON array of CloudEvents ----------------------------------------------------------------------

void read_event(const JsonReader& event, Batch& batch) {
  constexpr std::string_view inbound = "com.twilio.messaging.inbound-message.received";
  constexpr std::string_view outbound = "com.twilio.messaging.message.";
  const std::string_view type = event.at("type").text();
  const std::string_view word = type.starts_with(outbound) ? type.substr(outbound.size()) : std::string_view{};
  const std::optional<DeliveryStatus> status = status_of(word);
  if (type != inbound && status.value_or(DeliveryStatus::none) == DeliveryStatus::none)
    return;  // nothing to tell anyone

  const JsonReader data = event.at("data");
  const JsonReader time = event.at("time");
  InboundMessage& message = batch.start();
  message.at_ms = ms_of_iso_time(time.text()).value_or(-1);
  if (message.at_ms < 0) time.refuse("another text", "an RFC 3339 time");
  if (type == inbound) {
    message.provider_id = data.at("messageSid").text();
    message.text = data.find("body").text();
    message.kind = kind_of_sms(message.text);
    read_twilio_parties(data.at("from").text(), data.at("to").text(), message);
  } else {
    fill_receipt(data.at("messageSid").text(), word, *status, message);
    read_twilio_parties(data.at("to").text(), data.find("from").text(), message);
    message.error = data.find("errorCode").id();
  }
  batch.settle(event);
}

Result<Delivery> read_events(const Request& request) {
  JsonReader::Document document{request};
  Batch batch{document};
  for (const JsonReader& event : document.root().items()) {
    read_event(event, batch);
    batch.refused(event);
  }
  return std::move(batch).finish();
}

Result<Delivery> decode(const Request& request, const Credentials&) {
  const bool in_query = request.method == "GET";
  if (!in_query && !has_form(request) && !request.body.empty()) return read_events(request);
  const Result<Form> form = Form::read(in_query ? request.query : request.body);
  if (!form) return std::unexpected{undecodable(form.error().where, form.error().found, form.error().expected)};
  const std::string_view word = form->find("MessageStatus").value_or(form->value("SmsStatus"));
  const bool incoming = word.empty() || word == "received" || word == "receiving";
  return incoming ? read_incoming(*form) : read_receipt(*form, word, request);
}

/// Any other text could become an SMS to the customer.
Answer acknowledge(const Request&) { return {.content_type = "text/xml", .body = "<Response/>"}; }

// --- what Twilio would send ------------------------------------------------------------------------------------------

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  const std::vector<Form::Field> fields{{"ToCountry", "US"},
                                        {"ToState", "DC"},
                                        {"SmsMessageSid", draft.id},
                                        {"NumMedia", "0"},
                                        {"ToCity", "WASHINGTON"},
                                        {"FromZip", ""},
                                        {"SmsSid", draft.id},
                                        {"FromState", "DC"},
                                        {"SmsStatus", "received"},
                                        {"FromCity", ""},
                                        {"Body", draft.text},
                                        {"FromCountry", "US"},
                                        {"To", "+12025550122"},
                                        {"ToZip", "20001"},
                                        {"NumSegments", "1"},
                                        {"MessageSid", draft.id},
                                        {"AccountSid", "AC00000000000000000000000000000001"},
                                        {"From", draft.from},
                                        {"ApiVersion", "2010-04-01"}};
  OwnedRequest request;
  request.method = "POST";
  request.path = draft.path;
  append_form(fields, request.body);
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"},
                     {"Accept", "*/*"},
                     {"User-Agent", "TwilioProxy/1.1"},
                     {"I-Twilio-Idempotency-Token", draft.id},
                     {"X-Twilio-Signature", twilio_signature(draft.path, fields, credentials)}};
  return request;
}

}  // namespace

extern const Connector twilio;
const Connector twilio{.kind = "twilio",
                       .name = "Twilio (SMS, MMS, WhatsApp)",
                       .methods = "GET, POST",
                       .settings = settings,
                       .handshake = handshake,
                       .verify = verify_twilio_signature,
                       .decode = decode,
                       .acknowledge = acknowledge,
                       .compose = compose};

}  // namespace switchroom::connectors
