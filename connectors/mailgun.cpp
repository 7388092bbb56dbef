// Mailgun: mail by routes, as fields or raw, and the fate of our own by webhooks. Sources: "Receive, Forward and Store
// Messages", "Webhooks", "Securing Webhooks", Mailgun Documentation.
//
// signature = hex of HMAC-SHA256(HTTP webhook signing key, timestamp . token): the mail itself is not signed. The
// timestamp must be digits, or the boundary between the two could be shifted. Of a repeated field the last counts.
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/form_reader.hpp"
#include "connectors/mail_delivery.hpp"
#include "connectors/multipart_reader.hpp"
#include "connectors/replay_window.hpp"
#include "connectors/reply_id.hpp"
#include "connectors/signature.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{SettingRule{"webhook_signing_keys", true, true,
                                          "The HTTP webhook signing key (not the API key); two while it is changed"}};
constexpr std::string_view sample_address = "support@mg.example";

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

// --- signature -------------------------------------------------------------------------------------------------------

struct Signature {
  std::string timestamp;
  std::string token;
  std::string signature;
};

bool is_json(const Request& request) { return request.body.starts_with('{'); }

/// Events carry it in the body's `signature`, mails as fields.
Result<Signature> signature_of(const Request& request) {
  if (is_json(request)) {
    JsonReader::Document document{request};
    const JsonReader part = document.root().at("signature");
    const auto text = [&](std::string_view name) { return std::string{part.at(name).text()}; };
    Signature signature{std::string{part.at("timestamp").id()}, text("token"), text("signature")};
    if (auto error = document.take_error()) return std::unexpected{*std::move(error)};
    return signature;
  }
  const Result<PostedForm> form = PostedForm::read(request);
  if (!form) return std::unexpected{form.error()};
  const auto text = [&](std::string_view name) { return std::string{form->value(name)}; };
  return Signature{text("timestamp"), text("token"), text("signature")};
}

/// A repeated delivery may keep its signature, and they are repeated for 8 hours.
Result<void> verify(const Request& request, const Credentials& credentials, Instant now) {
  constexpr ReplayWindow eight_hours{.past_s = 8 * 3600 + 15 * 60, .future_s = 300};
  constexpr std::string_view expected = "the HMAC of timestamp and token";
  const Result<Signature> claimed = signature_of(request);
  if (!claimed) return forged("signature", "no form with fields", expected);
  if (claimed->signature.empty() || claimed->token.empty()) return forged("signature", "nothing", expected);
  if (!is_hmac(Hash::sha256, Encoding::hex, credentials.values("webhook_signing_keys"),
               claimed->timestamp + claimed->token, claimed->signature))
    return forged("signature", "another signature", expected, {claimed->timestamp, masked_bytes(claimed->token)});
  return check_age("timestamp", claimed->timestamp, now, eight_hours);
}

// --- mails -----------------------------------------------------------------------------------------------------------

/// `message-headers` is a JSON list of pairs of name and value.
std::optional<Error> read_header(std::string_view json, std::string& header) {
  JsonReader::Document document{json};
  for (const JsonReader& pair : document.root().items()) {
    std::array<std::string_view, 2> words{};
    std::size_t count = 0;
    for (const JsonReader& word : pair.items())
      if (count < words.size()) words[count++] = word.text();
    if (count != words.size()) pair.refuse("another list", "a name and a value");
    mail::append_field(words[0], words[1], header);
  }
  return document.take_error();
}

/// `content-id-map` says which attachment HTML shows: `{"<logo>": "attachment-1"}`.
std::string content_id_of(std::string_view map, std::string_view name) {
  if (map.empty()) return {};
  JsonReader::Document document{map};
  for (const JsonReader::Member& member : document.root().members()) {
    if (!member.value.is_text() || member.value.text() != name) continue;
    std::string id{member.key};
    std::erase_if(id, [](char c) { return c == '<' || c == '>'; });
    return id;
  }
  return {};
}

void take_files(PostedForm& form, std::vector<mail::MailFile>& files) {
  const std::string map{form.value("content-id-map")};
  for (PostedForm::Field& field : form.fields()) {
    if (!field.name.starts_with("attachment-") || field.filename.empty()) continue;
    mail::MailFile& file = files.emplace_back();
    file.name = std::move(field.filename);
    file.type = field.content_type.empty() ? "application/octet-stream" : field.content_type;
    file.content_id = content_id_of(map, field.name);
    file.inlined = !file.content_id.empty();
    file.bytes = std::move(field.value);
  }
}

Result<Delivery> read_mail(const Request& request) {
  Result<PostedForm> form = PostedForm::read(request);
  if (!form) return std::unexpected{std::move(form.error())};
  const std::string sender{form->value("sender")};
  MailEnvelope envelope{.from = sender, .recipients = {std::string{form->value("recipient")}}};
  if (envelope.recipients.front().empty())
    return std::unexpected{Error{Fault::undecodable_message, "recipient", "nothing", "the address it was sent to"}};
  if (const PostedForm::Field* raw = form->find("body-mime")) return delivery_of_mail(raw->value, envelope);
  mail::ParsedMail parsed;
  if (const std::string_view pairs = form->value("message-headers"); !pairs.empty())
    if (auto error = read_header(pairs, parsed.header)) return std::unexpected{*std::move(error)};
  for (const std::string_view name : {"from", "subject", "To", "Message-Id", "In-Reply-To", "References", "Date"})
    if (const auto value = form->value(name); !value.empty()) mail::append_field(name, value, parsed.header);
  parsed.text = form->value("body-plain");
  parsed.html = form->value("body-html");
  take_files(*form, parsed.files);
  return delivery_of_mail(std::move(parsed), envelope);
}

// --- the fate of our own ---------------------------------------------------------------------------------------------

DeliveryStatus status_of(const JsonReader& event) {
  const std::string_view word = event.at("event").text();
  if (word == "accepted") return DeliveryStatus::sent;
  if (word == "delivered") return DeliveryStatus::delivered;
  if (word == "opened") return DeliveryStatus::read;
  const bool repeated = event.find("severity").text() == "temporary";  // Mailgun tries again
  return (word == "failed" && !repeated) || word == "rejected" ? DeliveryStatus::failed : DeliveryStatus::none;
}

Result<Delivery> read_event(const Request& request) {
  JsonReader::Document document{request};
  const JsonReader event = document.root().at("event-data");
  const DeliveryStatus status = status_of(event);
  Batch batch{document};
  if (status != DeliveryStatus::none) {
    InboundMessage& message = batch.start();
    message.kind = MessageKind::status;
    message.status = status;
    message.provider_id = event.at("id").id();
    message.ref = event.at("message").at("headers").at("message-id").text();
    message.from = message.conversation = mail::canonical_address(event.find("recipient").text());
    message.at_ms = std::llround(std::clamp(event.at("timestamp").number(), 0.0, 2.5e11) * 1000);
    message.payload = reply_id_in(event.find("user-variables").find("reply").text());
    if (status == DeliveryStatus::failed) message.error = event.find("delivery-status").find("code").id();
    batch.settle(event);
  }
  return std::move(batch).finish();
}

Result<Delivery> decode(const Request& request, const Credentials&) {
  return is_json(request) ? read_event(request) : read_mail(request);
}

Answer acknowledge(const Request&) { return {}; }

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  const std::string timestamp = std::to_string(draft.at_ms / 1000);
  const std::string token(50, 'a');
  const std::string signature =
      hmac(Hash::sha256, Encoding::hex, credentials.value("webhook_signing_keys"), timestamp + token);
  const std::string mime = mail_of(draft, sample_address);
  const std::initializer_list<Form::Field> fields{
      {"recipient", sample_address}, {"sender", draft.from}, {"body-mime", mime},
      {"timestamp", timestamp},      {"token", token},       {"signature", signature}};
  OwnedRequest request;
  request.method = "POST";
  request.path = draft.path;
  for (const Form::Field& field : fields) {
    if (!request.body.empty()) request.body += '&';
    request.body.append(field.name).append("=");
    append_form_text(field.value, request.body);
  }
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"User-Agent", "mailgun/treq-20.4.1"}};
  return request;
}

}  // namespace

extern const Connector mailgun;
const Connector mailgun{.kind = "mailgun",
                        .name = "Mailgun routes",
                        .methods = "POST",
                        .settings = settings,
                        .sample = {.from = "ann@example.org", .id = "m1@mail.example"},
                        .handshake = handshake,
                        .verify = verify,
                        .decode = decode,
                        .acknowledge = acknowledge,
                        .compose = compose};

}  // namespace switchroom::connectors
