// Twilio: SMS, MMS, WhatsApp and RCS by form webhooks, and messages by Event Streams. Sources: "Webhooks Security",
// "Sign webhooks with shared keys", "Twilio's Request to your Webhook URL", "Event Streams", Twilio Docs;
// twilio-python 9.13.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "config/vocabulary/words.hpp"
#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/form_reader.hpp"
#include "connectors/iso_time.hpp"
#include "connectors/phone.hpp"
#include "connectors/text_encoding.hpp"
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

/// `whatsapp:+49…` → `+49…`: one person, whichever way he writes. Other prefixes are part of the address.
std::string address_of(std::string_view party) {
  for (const std::string_view prefix : {"whatsapp:", "rcs:"})
    if (party.starts_with(prefix))
      if (std::optional<std::string> number = e164(party.substr(prefix.size()))) return *std::move(number);
  return utf8(party);
}

/// The whole text, without case and blanks around it; "please stop calling" is an ordinary message.
MessageKind kind_of_text(std::string_view text) {
  constexpr std::array opt_out{"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"};
  constexpr std::array opt_in{"START", "UNSTOP"};
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t begin = std::min(text.find_first_not_of(blanks), text.size());
  std::string word{text.substr(begin, text.find_last_not_of(blanks) + 1 - begin)};
  if (word.size() > 12) return MessageKind::text;
  std::ranges::transform(word, word.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  if (std::ranges::find(opt_out, word) != opt_out.end()) return MessageKind::opt_out;
  if (std::ranges::find(opt_in, word) != opt_in.end()) return MessageKind::opt_in;
  return MessageKind::text;
}

MessageKind kind_of_media(std::string_view mime_type, std::string_view message_type) {
  if (message_type == "sticker") return MessageKind::sticker;
  if (mime_type.starts_with("image/")) return MessageKind::image;
  if (mime_type.starts_with("video/")) return MessageKind::video;
  if (mime_type.starts_with("audio/")) return MessageKind::audio;
  return MessageKind::file;
}

Error undecodable(std::string_view where, std::string_view found, std::string_view expected) {
  return {Fault::undecodable_message, std::string{where}, std::string{found}, std::string{expected}};
}

void read_media(const Form& form, int count, InboundMessage& message) {
  for (int i = 0; i < count; ++i) {
    const std::string number = std::to_string(i);
    const std::string_view mime_type = form.value("MediaContentType" + number);
    Attachment& attachment = message.media.emplace_back();
    attachment.kind = kind_of_media(mime_type, form.value("MessageType"));
    attachment.url = utf8(form.value("MediaUrl" + number));
    attachment.mime_type = utf8(mime_type);
  }
  const std::string& first = message.media.front().mime_type;
  message.kind = first.ends_with("vcard") ? MessageKind::contact : message.media.front().kind;
}

/// Degrees, or NaN for anything but a number in ±limit.
double degrees(std::string_view text, double limit) {
  double value = NAN;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  return code == std::errc{} && end == text.data() + text.size() && std::abs(value) <= limit ? value : NAN;
}

std::optional<Error> read_location(const Form& form, InboundMessage& message) {
  Location& location = message.location;
  location = {.present = true,
              .latitude = degrees(form.value("Latitude"), 90),
              .longitude = degrees(form.value("Longitude"), 180),
              .name = utf8(form.value("Label")),
              .address = utf8(form.value("Address"))};
  message.kind = MessageKind::location;
  if (message.text.empty()) message.text = location.name;
  if (std::isnan(location.latitude)) return undecodable("Latitude", "another text", "degrees");
  if (std::isnan(location.longitude)) return undecodable("Longitude", "another text", "degrees");
  return std::nullopt;
}

void read_button(const Form& form, InboundMessage& message) {
  message.kind = MessageKind::button;
  message.payload = utf8(form.value("ButtonPayload"));
  if (const auto label = form.find("ButtonText")) message.text = utf8(*label);
}

/// Twilio's Advanced Opt-Out has answered already; without it the words count. HELP opens a ticket like any question.
MessageKind kind_of_plain(const Form& form, const InboundMessage& message) {
  const std::string_view opt_out_type = form.value("OptOutType");
  if (opt_out_type == "STOP") return MessageKind::opt_out;
  if (opt_out_type == "START") return MessageKind::opt_in;
  return kind_of_text(message.text);
}

/// Kind and all that hangs on it.
std::optional<Error> read_content(const Form& form, InboundMessage& message) {
  constexpr int media_max = 100;
  message.text = utf8(form.value("Body"));
  const std::string_view digits = form.find("NumMedia").value_or("0");
  int media = -1;
  std::from_chars(digits.data(), digits.data() + digits.size(), media);
  if (media < 0 || media > media_max) return undecodable("NumMedia", "another text", "a number up to 100");
  if (form.find("Latitude")) return read_location(form, message);
  if (form.find("ButtonPayload") || form.find("ButtonText"))
    read_button(form, message);
  else if (media > 0)
    read_media(form, media, message);
  else
    message.kind = kind_of_plain(form, message);
  return std::nullopt;
}

std::string first_of(const Form& form, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    if (const std::string_view value = form.value(name); !value.empty()) return utf8(value);
  return {};
}

/// Our end and the other one. The thread keeps Twilio's spelling: an answer must go out the same way.
void read_parties(std::string_view customer, std::string_view ours, InboundMessage& message) {
  message.from = address_of(customer);
  message.conversation = utf8(customer);
  message.to = utf8(ours);
  message.account = address_of(ours);
}

Result<Delivery> read_incoming(const Form& form) {
  InboundMessage message;
  message.provider_id = first_of(form, {"MessageSid", "SmsMessageSid", "SmsSid"});
  if (message.provider_id.empty()) return std::unexpected{undecodable("MessageSid", "nothing", "a message's id")};
  if (form.value("From").empty()) return std::unexpected{undecodable("From", "nothing", "the sender")};
  read_parties(form.value("From"), form.value("To"), message);
  message.name = utf8(form.value("ProfileName"));
  message.reply_to = utf8(form.value("OriginalRepliedMessageSid"));
  if (std::optional<Error> error = read_content(form, message)) return std::unexpected{*std::move(error)};
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

Result<Delivery> read_receipt(const Form& form, std::string_view word) {
  const std::optional<DeliveryStatus> status = status_of(word);
  if (!status) return std::unexpected{undecodable("MessageStatus", "another word", "sent, delivered, read, failed …")};
  const std::string sid = first_of(form, {"MessageSid", "SmsSid"});
  if (sid.empty()) return std::unexpected{undecodable("MessageSid", "nothing", "a message's id")};
  Delivery delivery;
  if (*status == DeliveryStatus::none) return delivery;
  InboundMessage& message = delivery.messages.emplace_back();
  fill_receipt(sid, word, *status, message);
  read_parties(form.value("To"), form.value("From"), message);
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
    message.kind = kind_of_text(message.text);
    read_parties(data.at("from").text(), data.at("to").text(), message);
  } else {
    fill_receipt(data.at("messageSid").text(), word, *status, message);
    read_parties(data.at("to").text(), data.find("from").text(), message);
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
  if (!in_query && !has_twilio_form(request) && !request.body.empty()) return read_events(request);
  const Result<Form> form = Form::read(in_query ? request.query : request.body);
  if (!form) return std::unexpected{undecodable(form.error().where, form.error().found, form.error().expected)};
  const std::string_view word = form->find("MessageStatus").value_or(form->value("SmsStatus"));
  const bool incoming = word.empty() || word == "received" || word == "receiving";
  return incoming ? read_incoming(*form) : read_receipt(*form, word);
}

/// Any other text could become an SMS to the customer.
Answer acknowledge(const Request&) { return {.content_type = "text/xml", .body = "<Response/>"}; }

// --- what Twilio would send ------------------------------------------------------------------------------------------

std::string form_of(std::span<const Form::Field> fields) {
  std::string body;
  body.reserve(512);
  for (const Form::Field& field : fields) {
    if (!body.empty()) body += '&';
    body.append(field.name).append("=");
    append_form_text(field.value, body);
  }
  return body;
}

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
  request.body = form_of(fields);
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
