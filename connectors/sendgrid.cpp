// SendGrid Inbound Parse: mail as a form, raw or taken apart. Sources: "Setting Up the Inbound Parse Webhook",
// "Securing Your Inbound Parse Webhooks", Twilio SendGrid Documentation; sendgrid 6.12 (PyPI), whose check fails for
// other bodies than UTF-8: here the bytes count.
//
// X-Twilio-Email-Event-Webhook-Signature: base64 of ECDSA P-256 SHA-256 in DER over timestamp . body
#include <array>
#include <utility>

#include "connectors/base64.hpp"
#include "connectors/basic_auth.hpp"
#include "connectors/connector.hpp"
#include "connectors/json_reader.hpp"
#include "connectors/mail/charset.hpp"
#include "connectors/mail_delivery.hpp"
#include "connectors/multipart_reader.hpp"
#include "connectors/public_key.hpp"
#include "connectors/replay_window.hpp"
#include "connectors/sample_keys.hpp"
#include "connectors/signature.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"verification_key", false, false,
                "The public key of the security policy (base64) with which SendGrid signs; two while it is changed"},
    SettingRule{"require_signature", false, false, "`false`: unsigned requests with the right password pass too"},
    SettingRule{"basic_user", false, false, "The user in the webhook's URL"},
    SettingRule{"basic_password", false, true, "The password in that URL"},
};
constexpr std::array<Sample::Setting, 2> sample_settings{
    {{"verification_key", sample_keys::ec_public}, {"private_key", sample_keys::ec_private}}};

constexpr std::string_view signature_header = "X-Twilio-Email-Event-Webhook-Signature";
constexpr std::string_view timestamp_header = "X-Twilio-Email-Event-Webhook-Timestamp";
constexpr std::string_view sample_address = "support@parse.example";

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

/// Deliveries are repeated for three days, perhaps with their first timestamp.
Result<void> verify_signature(const Request& request, const Credentials& credentials, std::string_view signature,
                              Instant now) {
  constexpr ReplayWindow three_days{.past_s = 3 * 24 * 3600 + 3600, .future_s = 300};
  const std::string_view timestamp = request.header(timestamp_header).value_or("");
  const std::optional<std::string> der = bytes_of_base64(signature);
  if (!der) return forged(signature_header, "another text", "base64");
  std::string text{timestamp};
  text += request.body;
  bool fits = false;
  for (const std::string& key : credentials.values("verification_key")) fits = fits || is_ecdsa(key, text, *der);
  if (!fits)
    return forged(signature_header, "another signature", "that of timestamp and body",
                  {timestamp, masked_bytes(request.body)});
  return check_age(timestamp_header, timestamp, now, three_days);
}

Result<void> verify(const Request& request, const Credentials& credentials, Instant now) {
  const bool has_key = !credentials.value("verification_key").empty();
  const bool has_password = !credentials.value("basic_password").empty();
  if (!has_key && !has_password)
    return forged("verification_key", "neither key nor password is set", "one of both in the channel's settings");
  if (has_password)
    if (Result<void> known = verify_basic(request, credentials); !known) return known;
  const std::optional<std::string_view> signature = request.header(signature_header);
  const bool required = has_key && (credentials.value("require_signature") != "false" || !has_password);
  if (signature && has_key) return verify_signature(request, credentials, *signature, now);
  if (required) return forged(signature_header, "nothing", "the signature of timestamp and body");
  return {};
}

// --- the form --------------------------------------------------------------------------------------------------------

/// `charsets` says in which charset each field's bytes are: `{"text":"gb2312","subject":"UTF-8"}`.
class Charsets {
 public:
  explicit Charsets(std::string_view json) : document_(json) { root_ = document_.root(); }
  std::string text(const PostedForm& form, std::string_view name) const {
    const JsonReader charset = root_.find(name);
    return mail::utf8_of(form.value(name), charset.is_text() ? charset.text() : std::string_view{"utf-8"});
  }

 private:
  JsonReader::Document document_;
  JsonReader root_;
};

/// Whom the mail server was told; the mail itself may name others.
struct Envelope {
  std::string from;
  std::vector<std::string> to;
};

Result<Envelope> envelope_of(const PostedForm& form) {
  JsonReader::Document document{form.value("envelope")};
  const JsonReader root = document.root();
  Envelope envelope;
  for (const JsonReader& to : root.at("to").items()) envelope.to.emplace_back(to.text());
  envelope.from = root.find("from").text();
  if (envelope.from.empty()) envelope.from = "<>";
  if (std::optional<Error> error = document.take_error()) {
    error->where = "envelope";
    return std::unexpected{*std::move(error)};
  }
  return envelope;
}

/// `attachment-info` tells content ids: `{"attachment1":{"content-id":"logo",…}}`.
void take_files(PostedForm& form, std::vector<mail::MailFile>& files) {
  const std::string info{form.value("attachment-info")};
  JsonReader::Document document{std::string_view{info.empty() ? "{}" : info}};
  const JsonReader root = document.root();
  for (PostedForm::Field& field : form.fields()) {
    if (!field.name.starts_with("attachment") || field.filename.empty()) continue;
    mail::MailFile& file = files.emplace_back();
    file.name = std::move(field.filename);
    file.type = field.content_type.empty() ? "application/octet-stream" : field.content_type;
    file.content_id = root.find(field.name).find("content-id").text();
    file.inlined = !file.content_id.empty();
    file.bytes = std::move(field.value);
  }
}

Result<Delivery> decode(const Request& request, const Credentials&) {
  Result<PostedForm> form = PostedForm::read(request);
  if (!form) return std::unexpected{std::move(form.error())};
  Result<Envelope> known = envelope_of(*form);
  if (!known) return std::unexpected{std::move(known.error())};
  const MailEnvelope envelope{.from = known->from, .recipients = known->to};
  if (const PostedForm::Field* raw = form->find("email")) return delivery_of_mail(raw->value, envelope);
  const std::string names{form->value("charsets")};
  const Charsets charsets{names.empty() ? std::string_view{"{}"} : std::string_view{names}};
  mail::ParsedMail parsed{.header = std::string{form->value("headers")}, .text = {}, .html = {}, .files = {}};
  if (!parsed.header.empty() && !parsed.header.ends_with('\n')) parsed.header += "\r\n";
  for (const auto& [field, name] : {std::pair{"from", "From"}, std::pair{"to", "To"}, std::pair{"subject", "Subject"}})
    if (form->find(field)) mail::append_field(name, charsets.text(*form, field), parsed.header);
  parsed.text = charsets.text(*form, "text");
  parsed.html = charsets.text(*form, "html");
  take_files(*form, parsed.files);
  return delivery_of_mail(std::move(parsed), envelope);
}

Answer acknowledge(const Request&) { return {}; }

// --- what SendGrid would send ----------------------------------------------------------------------------------------

std::string form_of(std::string_view boundary, std::span<const std::pair<std::string_view, std::string>> fields) {
  std::string body;
  for (const auto& [name, value] : fields) {
    body.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"").append(name);
    body.append("\"\r\n\r\n").append(value).append("\r\n");
  }
  return body.append("--").append(boundary).append("--\r\n");
}

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  constexpr std::string_view boundary = "xYzZY";
  std::string envelope = R"({"to":[")" + std::string{sample_address} + R"("],"from":)";
  append_json_text(draft.from, envelope);
  const std::array<std::pair<std::string_view, std::string>, 4> fields{{{"email", mail_of(draft, sample_address)},
                                                                        {"to", std::string{sample_address}},
                                                                        {"from", draft.from},
                                                                        {"envelope", envelope + '}'}}};
  OwnedRequest request;
  request.method = "POST";
  request.path = draft.path;
  request.body = form_of(boundary, fields);
  request.headers = {{"Content-Type", "multipart/form-data; boundary=" + std::string{boundary}}};
  if (!credentials.value("basic_password").empty())
    request.headers.push_back({"Authorization", basic_authorization(credentials)});
  const std::string timestamp = std::to_string(draft.at_ms / 1000);
  const auto signature = signature_by(credentials.value("private_key"), KeyHash::sha256, timestamp + request.body);
  if (!signature) return request;
  request.headers.push_back({std::string{timestamp_header}, timestamp});
  request.headers.push_back({std::string{signature_header}, base64_of(*signature)});
  return request;
}

}  // namespace

extern const Connector sendgrid;
const Connector sendgrid{.kind = "sendgrid",
                         .name = "SendGrid Inbound Parse",
                         .methods = "POST",
                         .settings = settings,
                         .sample = {.from = "ann@example.org", .id = "m1@mail.example", .settings = sample_settings},
                         .handshake = handshake,
                         .verify = verify,
                         .decode = decode,
                         .acknowledge = acknowledge,
                         .compose = compose};

}  // namespace switchroom::connectors
