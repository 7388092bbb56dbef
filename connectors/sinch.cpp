// Sinch SMS and MMS (XMS). Sources: "Webhooks", "Callbacks", Sinch SMS API reference; sinch 2.3.0 (PyPI).
//
// x-sinch-webhook-signature: base64 of HMAC-SHA256(secret, body . nonce . timestamp)
#include <algorithm>
#include <array>
#include <utility>

#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/iso_time.hpp"
#include "connectors/joined.hpp"
#include "connectors/media_kind.hpp"
#include "connectors/opt_out.hpp"
#include "connectors/phone.hpp"
#include "connectors/replay_window.hpp"
#include "connectors/signature.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"webhook_secret", true, true, "The secret that Sinch set up for your service plan's callbacks"}};

constexpr std::string_view signature_header = "x-sinch-webhook-signature";
constexpr std::string_view nonce_header = "x-sinch-webhook-signature-nonce";
constexpr std::string_view timestamp_header = "x-sinch-webhook-signature-timestamp";
constexpr std::string_view algorithm_header = "x-sinch-webhook-signature-algorithm";

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

/// Whether a repeated delivery has its first timestamp is not documented, so a day is allowed.
Result<void> verify(const Request& request, const Credentials& credentials, Instant now) {
  constexpr std::string_view expected = "the HMAC of body, nonce and timestamp";
  const auto signature = request.header(signature_header);
  const auto nonce = request.header(nonce_header);
  const std::string_view timestamp = request.header(timestamp_header).value_or("");
  if (request.method != "POST" || !signature) return forged(signature_header, "nothing", expected);
  if (!nonce) return forged(nonce_header, "nothing", "a nonce");
  if (request.header(algorithm_header).value_or("HmacSHA256") != "HmacSHA256")
    return forged(algorithm_header, "another algorithm", "HmacSHA256");
  if (!is_hmac(Hash::sha256, Encoding::base64, credentials.values("webhook_secret"),
               {request.body, ".", *nonce, ".", timestamp}, *signature))
    return forged(signature_header, "another signature", expected,
                  {masked_bytes(request.body), ".", *nonce, ".", timestamp});
  return check_age(timestamp_header, timestamp, now, one_day);
}

// --- from a customer -------------------------------------------------------------------------------------------------

std::string number_of(std::string_view digits) { return e164(digits).value_or(std::string{digits}); }

std::int64_t read_time(const JsonReader& time) {
  if (!time) return 0;
  const std::optional<std::int64_t> ms = ms_of_loose_iso_time(time.text());
  if (!ms) time.refuse("another text", "an ISO 8601 time");
  return ms.value_or(0);
}

/// What Sinch could not upload has no URL; if nothing else is there, the agent must know that something was.
void read_media(const JsonReader& body, InboundMessage& message) {
  message.subject = body.find("subject").text();
  message.text = body.find("message").text();
  for (const JsonReader& item : body.find("media").items()) {
    const std::string_view url = item.find("url").text();
    if (url.empty()) continue;
    Attachment& attachment = message.media.emplace_back();
    attachment.url = url;
    attachment.mime_type = item.find("content_type").text();
    attachment.kind = kind_of_media_type(attachment.mime_type);
  }
  if (!message.media.empty())
    message.kind = message.media.front().kind;
  else if (message.text.empty())
    message.kind = MessageKind::unsupported;
}

void read_message(const JsonReader& event, std::string_view type, InboundMessage& message) {
  message.provider_id = event.at("id").id();
  message.from = message.conversation = number_of(event.at("from").text());
  message.to = message.account = number_of(event.at("to").text());
  message.at_ms = read_time(event.find("received_at"));
  const JsonReader body = event.find("body");
  if (type == "mo_media") return read_media(body, message);
  if (type == "mo_text") {
    message.text = body.text();
    message.kind = kind_of_sms(message.text);
  } else {
    message.kind = MessageKind::unsupported;
    message.payload = body.is_text() ? body.text() : std::string_view{};  // mo_binary: base64
  }
}

// --- receipts --------------------------------------------------------------------------------------------------------

DeliveryStatus status_of(std::string_view word) {
  constexpr std::array failed{"Aborted", "Cancelled", "Rejected", "Deleted", "Failed", "Expired"};
  if (word == "Delivered") return DeliveryStatus::delivered;
  if (word == "Dispatched") return DeliveryStatus::sent;
  return std::ranges::find(failed, word) == failed.end() ? DeliveryStatus::none : DeliveryStatus::failed;
}

/// `recipient`: empty where Sinch tells only how many.
void read_receipt(const JsonReader& report, const JsonReader& event, std::string_view recipient, Batch& batch) {
  const std::string_view word = report.at("status").text();
  const DeliveryStatus status = status_of(word);
  if (status == DeliveryStatus::none) return;
  InboundMessage& message = batch.start();
  message.kind = MessageKind::status;
  message.status = status;
  message.ref = event.at("batch_id").id();
  message.payload = event.find("client_reference").text();
  message.from = message.conversation = number_of(recipient);
  message.at_ms = read_time(report.find("at"));
  if (status == DeliveryStatus::failed) message.error = report.find("code").id();
  join({message.ref, ":", message.from, ":", word}, message.provider_id);
  batch.settle(report);
}

void read_summary(const JsonReader& event, Batch& batch) {
  for (const JsonReader& report : event.at("statuses").items()) {
    const JsonReader recipients = report.find("recipients");
    if (!recipients) read_receipt(report, event, "", batch);
    for (const JsonReader& recipient : recipients.items()) read_receipt(report, event, recipient.text(), batch);
    batch.refused(report);
  }
}

Result<Delivery> decode(const Request& request, const Credentials&) {
  JsonReader::Document document{request};
  const JsonReader event = document.root();
  const std::string_view type = event.at("type").text();
  if (std::optional<Error> error = document.take_error()) return std::unexpected{std::move(*error)};
  Batch batch{document};
  if (type.starts_with("mo_")) {
    read_message(event, type, batch.start());
    batch.settle(event);
  } else if (type.starts_with("recipient_delivery_report_")) {
    read_receipt(event, event, event.at("recipient").text(), batch);
  } else if (type.starts_with("delivery_report_")) {
    read_summary(event, batch);
  }
  return std::move(batch).finish();
}

Answer acknowledge(const Request&) { return {}; }

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  const std::string timestamp = std::to_string(draft.at_ms / 1000);
  OwnedRequest request;
  request.method = "POST";
  request.path = draft.path;
  request.body = R"({"type":"mo_text","id":)";
  append_json_text(draft.id, request.body);
  request.body += R"(,"from":)";
  append_json_text(without_plus(draft.from), request.body);
  request.body += R"(,"to":"12025550122","body":)";
  append_json_text(draft.text, request.body);
  request.body += R"(,"operator_id":"310260","received_at":")" + iso_time_of_ms(draft.at_ms) + R"("})";
  const std::string nonce = "01K71" + timestamp;
  request.headers = {
      {"Content-Type", "application/json"},
      {std::string{timestamp_header}, timestamp},
      {std::string{nonce_header}, nonce},
      {std::string{algorithm_header}, "HmacSHA256"},
      {std::string{signature_header}, hmac(Hash::sha256, Encoding::base64, credentials.value("webhook_secret"),
                                           request.body + "." + nonce + "." + timestamp)}};
  return request;
}

}  // namespace

extern const Connector sinch;
const Connector sinch{.kind = "sinch",
                      .name = "Sinch SMS",
                      .methods = "POST",
                      .settings = settings,
                      .sample = {.from = "+4915112345678", .id = "01FC66621XXXXX119Z8PMV1QPQ"},
                      .handshake = handshake,
                      .verify = verify,
                      .decode = decode,
                      .acknowledge = acknowledge,
                      .compose = compose};

}  // namespace switchroom::connectors
