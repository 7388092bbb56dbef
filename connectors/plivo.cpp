// Plivo SMS, MMS and WhatsApp. Sources: "Message XML request", "Signature validation", Plivo documentation; plivo
// 4.63.0 (PyPI).
#include <algorithm>
#include <array>
#include <utility>

#include "config/vocabulary/words.hpp"
#include "connectors/connector.hpp"
#include "connectors/form_reader.hpp"
#include "connectors/media_kind.hpp"
#include "connectors/opt_out.hpp"
#include "connectors/phone.hpp"
#include "connectors/plivo_signature.hpp"
#include "connectors/reply_id.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"auth_token", true, true, "The auth token of the account, or also that of its main account"},
    SettingRule{"public_base_url", true, false, "Scheme and host of the message URL as typed in at Plivo"},
};

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

// --- messages --------------------------------------------------------------------------------------------------------

std::string utf8(std::string_view bytes) {
  std::string text;
  append_utf8(bytes, text);
  return text;
}

std::string number_of(std::string_view digits) { return e164(digits).value_or(utf8(digits)); }

Error undecodable(std::string_view where, std::string_view found, std::string_view expected) {
  return {Fault::undecodable_message, std::string{where}, std::string{found}, std::string{expected}};
}

/// Media0, Media1 … as far as they go.
void read_media(const Form& form, InboundMessage& message) {
  constexpr int media_max = 100;
  for (int i = 0; i < media_max; ++i) {
    const std::optional<std::string_view> url = form.find("Media" + std::to_string(i));
    if (!url) break;
    Attachment& attachment = message.media.emplace_back();
    attachment.url = utf8(*url);
    attachment.kind = kind_of_file_name(attachment.url);
  }
}

void read_incoming(const Form& form, InboundMessage& message) {
  message.from = message.conversation = number_of(form.value("From"));
  message.to = message.account = number_of(form.value("To"));
  message.text = utf8(form.value("Text"));
  message.kind = kind_of_sms(message.text);
  read_media(form, message);
  if (!message.media.empty())
    message.kind = message.media.front().kind;
  else if (message.text.empty())
    message.kind = MessageKind::unsupported;
}

/// Plivo's word → ours; `none`: still on its way. Empty: no such word.
std::optional<DeliveryStatus> status_of(std::string_view word) {
  if (word == "queued") return DeliveryStatus::none;
  if (word == "undelivered" || word == "rejected" || word == "failed") return DeliveryStatus::failed;
  const auto known = from_word<DeliveryStatus>(delivery_status_names, word);
  return word.empty() ? std::nullopt : known;
}

/// `?reply=r0-7-0`, as the callback URL of a reply has it.
std::string reply_of(const Request& request) {
  const Result<Form> query = Form::read(request.query);
  return query ? std::string{reply_id_in(query->value("reply"))} : std::string{};
}

void read_receipt(const Form& form, std::string_view word, DeliveryStatus status, InboundMessage& message) {
  message.kind = MessageKind::status;
  message.status = status;
  message.ref = std::exchange(message.provider_id, message.provider_id + ':' + std::string{word});
  message.from = message.conversation = number_of(form.value("To"));
  message.to = message.account = number_of(form.value("From"));
  if (const std::string_view code = form.value("ErrorCode"); code != "000") message.error = utf8(code);
}

Result<Delivery> decode(const Request& request, const Credentials&) {
  const Result<Form> form = Form::read(request.method == "GET" ? request.query : request.body);
  if (!form) return std::unexpected{undecodable(form.error().where, form.error().found, form.error().expected)};
  for (const char* name : {"MessageUUID", "From"})
    if (form->value(name).empty()) return std::unexpected{undecodable(name, "nothing", "a value")};
  const std::optional<std::string_view> word = form->find("Status");
  const bool incoming = !word || *word == "received";
  const std::optional<DeliveryStatus> status = incoming ? DeliveryStatus::none : status_of(*word);
  if (!status) return std::unexpected{undecodable("Status", "another word", "sent, delivered, read, failed …")};
  Delivery delivery;
  if (!incoming && *status == DeliveryStatus::none) return delivery;
  InboundMessage& message = delivery.messages.emplace_back();
  message.provider_id = utf8(form->value("MessageUUID"));
  if (incoming)
    read_incoming(*form, message);
  else
    read_receipt(*form, *word, *status, message);
  if (!incoming) message.payload = reply_of(request);
  return delivery;
}

/// Any other answer is read as a command.
Answer acknowledge(const Request&) { return {.content_type = "application/xml", .body = "<Response/>"}; }

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  OwnedRequest request;
  request.method = "POST";
  request.path = draft.path;
  append_form({{"From", without_plus(draft.from)},
               {"To", "12025550122"},
               {"Type", "sms"},
               {"Text", draft.text},
               {"MessageUUID", draft.id},
               {"Units", "1"},
               {"MediaCount", "0"}},
              request.body);
  const std::string nonce = std::to_string(draft.at_ms);
  const Request view{.method = request.method, .path = request.path, .query = {}, .headers = {}, .body = request.body};
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                     {"X-Plivo-Signature-V3-Nonce", nonce},
                     {"X-Plivo-Signature-V3", plivo_signature(view, credentials, nonce)}};
  return request;
}

}  // namespace

extern const Connector plivo;
const Connector plivo{.kind = "plivo",
                      .name = "Plivo SMS",
                      .methods = "GET, POST",
                      .settings = settings,
                      .sample = {.from = "+4915112345678", .id = "5b40a428-bfc7-4daf-9d06-726c558bf3b8"},
                      .handshake = handshake,
                      .verify = verify_plivo,
                      .decode = decode,
                      .acknowledge = acknowledge,
                      .compose = compose};

}  // namespace switchroom::connectors
