// Plivo SMS, MMS and WhatsApp. Sources: "Message XML request", "Signature validation", Plivo documentation; plivo
// 4.63.0 (PyPI).
//
// V2: HMAC-SHA256(auth token, URL without query + nonce). Covers neither body nor query.
// V3: POST: URL without query + ? + sorted query k=v&… + (. if there is a query) + sorted form namevalue… + . + nonce
//     GET, and POST of nothing: URL without query + (? + sorted query if there is one) + . + nonce
#include <algorithm>
#include <array>
#include <utility>

#include "config/vocabulary/words.hpp"
#include "connectors/connector.hpp"
#include "connectors/form_reader.hpp"
#include "connectors/media_kind.hpp"
#include "connectors/opt_out.hpp"
#include "connectors/phone.hpp"
#include "connectors/public_url.hpp"
#include "connectors/signature.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"auth_token", true, true, "The auth token of the account, or also that of its main account"},
    SettingRule{"public_base_url", true, false, "Scheme and host of the message URL as typed in at Plivo"},
};

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

// --- the signature ---------------------------------------------------------------------------------------------------

/// Sorted, each as name, `between` and value, with `join` between two.
std::string sorted_text(std::vector<Form::Field> fields, std::string_view between, std::string_view join) {
  std::ranges::sort(fields, {}, [](const Form::Field& field) { return std::pair{field.name, field.value}; });
  std::string text;
  for (const Form::Field& field : fields) {
    if (&field != &fields.front()) text += join;
    text.append(field.name).append(between).append(field.value);
  }
  return text;
}

Result<std::string> text_of_v3(const Request& request, const Credentials& credentials, std::string_view nonce) {
  const Result<Form> query = Form::read(request.query);
  if (!query) return forged("query", "unreadable parameters", "a query");
  std::string text = public_url_without_query(request, credentials);
  const bool post = request.method == "POST" && !request.body.empty();
  if (post || !query->fields().empty()) text += '?';
  text += sorted_text(query->fields(), "=", "&");
  if (post) {
    const Result<Form> form = Form::read(request.body);
    if (!form) return forged("body", "unreadable parameters", "a form");
    if (!query->fields().empty()) text += '.';
    text += sorted_text(form->fields(), "", "");
  }
  return text.append(".").append(nonce);
}

/// Whether a header with signatures, divided by commas, holds that of `text`.
bool holds_signature(const Request& request, std::string_view header, std::string_view text,
                     const Credentials& credentials) {
  bool fits = false;
  for (std::string_view rest = request.header(header).value_or(""); !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    std::string_view signature = rest.substr(0, comma);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    while (signature.starts_with(' ')) signature.remove_prefix(1);
    fits |= is_hmac(Hash::sha256, Encoding::base64, credentials.values("auth_token"), text, signature);
  }
  return fits;
}

/// V3 where it comes, as it covers everything; never V2 after V3 failed.
Result<void> verify(const Request& request, const Credentials& credentials, Instant) {
  const auto nonce_v3 = request.header("X-Plivo-Signature-V3-Nonce");
  const std::string version = nonce_v3 ? "V3" : "V2";
  const auto nonce = nonce_v3 ? nonce_v3 : request.header("X-Plivo-Signature-V2-Nonce");
  const std::string header = "X-Plivo-Signature-" + version;
  if (!nonce) return forged(header + "-Nonce", "nothing", "a nonce");
  const Result<std::string> text = nonce_v3 ? text_of_v3(request, credentials, *nonce)
                                            : public_url_without_query(request, credentials).append(*nonce);
  if (!text) return std::unexpected{text.error()};
  const bool own = holds_signature(request, header, *text, credentials);
  const bool main_account = holds_signature(request, "X-Plivo-Signature-Ma-" + version, *text, credentials);
  if (!own && !main_account)
    return forged(header, "another signature",
                  "the HMAC of URL and nonce: " + masked(*text, public_url_without_query(request, credentials).size()));
  return {};
}

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
  const std::string text = text_of_v3(view, credentials, nonce).value_or("");
  request.headers = {
      {"Content-Type", "application/x-www-form-urlencoded"},
      {"X-Plivo-Signature-V3-Nonce", nonce},
      {"X-Plivo-Signature-V3", hmac(Hash::sha256, Encoding::base64, credentials.value("auth_token"), text)}};
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
                      .verify = verify,
                      .decode = decode,
                      .acknowledge = acknowledge,
                      .compose = compose};

}  // namespace switchroom::connectors
