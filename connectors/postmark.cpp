// Postmark: inbound mail and the fate of our own. Sources: "Parse an email", "Inbound webhook", "Delivery webhook",
// "Bounce webhook", "Open tracking webhook", Postmark Developer Documentation.
//
// Nothing is signed: the webhook's URL carries a user and a password. Each answer but 200 counts as a failure.
#include <array>
#include <utility>

#include "connectors/base64.hpp"
#include "connectors/basic_auth.hpp"
#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/iso_time.hpp"
#include "connectors/mail/mail_time.hpp"
#include "connectors/mail_delivery.hpp"
#include "connectors/reply_id.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"basic_user", true, false, "The user in the webhook's URL (Postmark → Inbound stream → Settings)"},
    SettingRule{"basic_password", true, true, "The password in that URL"},
};
constexpr std::array<Sample::Setting, 1> sample_settings{{{"basic_user", "postmark"}}};
constexpr std::string_view sample_address = "support@inbound.example";

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

Result<void> verify(const Request& request, const Credentials& credentials, Instant) {
  return verify_basic(request, credentials);
}

// --- a mail ----------------------------------------------------------------------------------------------------------

/// The fields that stood in the mail, and of those that Postmark tells apart what is missing.
std::string header_of(const JsonReader& root) {
  std::string header;
  bool has_from = false;
  for (const JsonReader& field : root.find("Headers").items()) {
    mail::append_field(field.at("Name").text(), field.at("Value").text(), header);
    has_from = has_from || field.at("Name").text() == "From";
  }
  const JsonReader from = root.find("FromFull");
  const std::string address{from.find("Email").text()};
  if (!has_from) {
    const std::string_view name = from.find("Name").text();
    mail::append_field("From", (name.empty() ? "" : "=?utf-8?B?" + base64_of(name) + "?= ") + '<' + address + '>',
                       header);
  }
  for (const std::string_view name : {"To", "Cc", "Subject", "Date"})
    if (const std::string_view value = root.find(name).text(); !value.empty()) mail::append_field(name, value, header);
  return header;
}

/// Mails have `Content`; those that Postmark's page posts as a test had `Data`.
mail::MailFile file_of(const JsonReader& attachment) {
  const JsonReader content = attachment.find("Content");
  const JsonReader data = content ? content : attachment.at("Data");
  std::optional<std::string> bytes = bytes_of_base64(data.text());
  if (!bytes) data.refuse("another text", "base64");
  mail::MailFile file;
  file.name = attachment.at("Name").text();
  file.type = attachment.find("ContentType").text();
  file.content_id = attachment.find("ContentID").text();
  file.inlined = !file.content_id.empty();
  file.bytes = std::move(bytes).value_or("");
  return file;
}

Result<Delivery> read_mail(const JsonReader& root, JsonReader::Document& document) {
  const JsonReader original = root.find("OriginalRecipient");  // To may name others: Bcc, lists
  MailEnvelope envelope;
  const std::string recipient{original ? original.text() : root.at("To").text()};
  if (original) envelope.recipients.push_back(recipient);
  if (const std::string_view raw = root.find("RawEmail").text(); !raw.empty()) {
    if (auto error = document.take_error()) return std::unexpected{*std::move(error)};
    return delivery_of_mail(raw, envelope);
  }
  mail::ParsedMail parsed;
  parsed.header = header_of(root);
  parsed.text = root.find("TextBody").text();
  parsed.html = root.find("HtmlBody").text();
  for (const JsonReader& attachment : root.find("Attachments").items()) parsed.files.push_back(file_of(attachment));
  const std::string_view id = root.at("MessageID").id();
  if (auto error = document.take_error()) return std::unexpected{*std::move(error)};
  Result<Delivery> delivery = delivery_of_mail(std::move(parsed), envelope);
  if (!delivery) return delivery;
  InboundMessage& message = delivery->messages.front();
  if (message.provider_id.ends_with("@missing.invalid")) message.provider_id = id;
  return delivery;
}

// --- the fate of our own ---------------------------------------------------------------------------------------------

struct Receipt {
  std::string_view type;
  std::string_view time;  ///< the name of the field
  DeliveryStatus status;
};
constexpr std::array receipts{Receipt{"Delivery", "DeliveredAt", DeliveryStatus::delivered},
                              Receipt{"Bounce", "BouncedAt", DeliveryStatus::failed},
                              Receipt{"Open", "ReceivedAt", DeliveryStatus::read}};

Result<Delivery> read_receipt(const JsonReader& root, std::string_view type, JsonReader::Document& document) {
  Batch batch{document};
  for (const Receipt& receipt : receipts) {
    if (receipt.type != type) continue;
    InboundMessage& message = batch.start();
    message.kind = MessageKind::status;
    message.status = receipt.status;
    message.ref = root.at("MessageID").id();
    message.payload = reply_id_in(root.find("Metadata").find("reply").text());
    const JsonReader recipient = root.find("Recipient");
    message.from = mail::canonical_address(recipient ? recipient.text() : root.at("Email").text());
    message.conversation = message.from;
    message.provider_id = message.ref + ':' + std::string{type} + ':' + message.from;
    message.at_ms = ms_of_iso_time(root.find(receipt.time).text()).value_or(0);
    if (receipt.status == DeliveryStatus::failed) message.error = root.find("TypeCode").id();
    batch.settle(root);
  }
  return std::move(batch).finish();  // others, such as clicks, are nothing to tell anyone
}

Result<Delivery> decode(const Request& request, const Credentials&) {
  JsonReader::Document document{request};
  const JsonReader root = document.root();
  const JsonReader type = root.find("RecordType");
  if (auto error = document.take_error()) return std::unexpected{*std::move(error)};
  return type ? read_receipt(root, type.text(), document) : read_mail(root, document);
}

Answer acknowledge(const Request&) { return {}; }

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  OwnedRequest request;
  request.method = "POST";
  request.path = draft.path;
  request.body = R"({"FromFull":{"Email":)";
  append_json_text(draft.from, request.body);
  request.body += R"(,"Name":)";
  append_json_text(draft.name, request.body);
  request.body += R"(,"MailboxHash":""},"OriginalRecipient":")" + std::string{sample_address};
  request.body += R"(","To":")" + std::string{sample_address} + R"(","Subject":"A message","MessageID":)";
  append_json_text(draft.id, request.body);
  request.body += R"(,"Date":")" + mail::mail_time_of_ms(draft.at_ms) + R"(","TextBody":)";
  append_json_text(draft.text, request.body);
  request.body += R"(,"HtmlBody":"","Headers":[{"Name":"Message-ID","Value":)";
  append_json_text('<' + draft.id + '>', request.body);
  request.body += R"(}],"Attachments":[]})";
  request.headers = {{"Content-Type", "application/json"},
                     {"User-Agent", "Postmark"},
                     {"Authorization", basic_authorization(credentials)}};
  return request;
}

}  // namespace

extern const Connector postmark;
const Connector postmark{.kind = "postmark",
                         .name = "Postmark inbound mail",
                         .methods = "POST",
                         .settings = settings,
                         .sample = {.from = "ann@example.org", .id = "m1@mail.example", .settings = sample_settings},
                         .handshake = handshake,
                         .verify = verify,
                         .decode = decode,
                         .acknowledge = acknowledge,
                         .compose = compose};

}  // namespace switchroom::connectors
