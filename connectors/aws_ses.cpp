// Amazon SES: received mail and the fate of our own, through SNS. Sources: "Contents of notifications for Amazon SES
// email receiving", "Publish to Amazon SNS topic action", "Amazon SNS notification contents for Amazon SES", Amazon SES
// Developer Guide; for the envelope sns_envelope.hpp.
#include <utility>

#include "connectors/base64.hpp"
#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/iso_time.hpp"
#include "connectors/mail/threading.hpp"
#include "connectors/mail_delivery.hpp"
#include "connectors/reply_id.hpp"
#include "connectors/sns_envelope.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::string_view sample_address = "support@ses.example";

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

// --- received mail ---------------------------------------------------------------------------------------------------

/// The raw mail, if the notification has it: the action that writes it into S3 leaves it out.
std::optional<std::string> content_of(const JsonReader& root) {
  const JsonReader content = root.find("content");
  if (!content) return std::nullopt;
  const JsonReader encoding = root.find("receipt").find("action").find("encoding");
  if (encoding.text() != "BASE64") return std::string{content.text()};
  std::optional<std::string> bytes = bytes_of_base64(content.text());
  if (!bytes) content.refuse("another text", "base64");
  return bytes;
}

/// A mail that lies somewhere else: the agent sees that there is one, and where.
void read_absent(const JsonReader& root, const MailEnvelope& envelope, InboundMessage& message) {
  const JsonReader mail = root.at("mail");
  const JsonReader common = mail.find("commonHeaders");
  const JsonReader action = root.find("receipt").find("action");
  const std::vector<std::string> ids = mail::read_message_ids(common.find("messageId").text());
  message.kind = MessageKind::unsupported;
  message.provider_id = ids.empty() ? mail.at("messageId").id() : ids.front();
  message.subject = common.find("subject").text();
  message.from = mail::canonical_address(mail.at("source").text());
  for (const JsonReader& from : common.find("from").items())
    if (const auto mailboxes = mail::read_mailboxes(from.text()); !mailboxes.empty()) {
      message.from = mail::canonical_address(mailboxes.front().address);
      message.name = mailboxes.front().name;
    }
  message.conversation = message.from;
  for (const std::string& recipient : envelope.recipients)
    message.recipients.push_back(mail::canonical_address(recipient));
  if (!message.recipients.empty()) {
    message.to = message.recipients.front();
    message.account = account_of_address(message.to);
  }
  message.at_ms = ms_of_iso_time(mail.find("timestamp").text()).value_or(0);
  if (action.find("bucketName"))
    message.payload =
        "s3://" + std::string{action.find("bucketName").text()} + '/' + std::string{action.find("objectKey").text()};
}

/// Amazon looked for viruses: what has one opens nothing and keeps no files.
void heed_virus_verdict(const JsonReader& root, Delivery& delivery) {
  if (root.find("receipt").find("virusVerdict").find("status").text() != "FAIL") return;
  delivery.blobs.clear();
  for (InboundMessage& message : delivery.messages) {
    message.kind = MessageKind::system;
    message.payload = "virus";
    message.media.clear();
  }
}

Result<Delivery> read_received(const JsonReader& root, JsonReader::Document& document) {
  MailEnvelope envelope;
  for (const JsonReader& recipient : root.at("receipt").at("recipients").items())
    envelope.recipients.emplace_back(recipient.text());
  const std::string source{root.at("mail").at("source").text()};
  envelope.from = source.empty() ? std::string_view{"<>"} : std::string_view{source};
  const std::optional<std::string> content = content_of(root);
  if (std::optional<Error> error = document.take_error()) return std::unexpected{*std::move(error)};
  if (content) {
    Result<Delivery> delivery = delivery_of_mail(*content, envelope);
    if (delivery) heed_virus_verdict(root, *delivery);
    return delivery;
  }
  Batch batch{document};
  read_absent(root, envelope, batch.start());
  batch.settle(root);
  return std::move(batch).finish();
}

// --- the fate of our own ---------------------------------------------------------------------------------------------

/// A mail of ours is known by its Message-ID where Amazon tells it, else by Amazon's own id, which the API answered.
void read_receipt(const JsonReader& root, DeliveryStatus status, std::string_view recipient, std::string_view error,
                  std::string_view id, InboundMessage& message) {
  const JsonReader mail = root.at("mail");
  const std::vector<std::string> ids = mail::read_message_ids(mail.find("commonHeaders").find("messageId").text());
  message.kind = MessageKind::status;
  message.status = status;
  message.ref = ids.empty() ? mail.at("messageId").id() : ids.front();
  for (const JsonReader& reply : mail.find("tags").find("reply").items()) message.payload = reply_id_in(reply.text());
  message.from = message.conversation = mail::canonical_address(recipient);
  message.account = mail::canonical_address(mail.find("source").text());
  message.error = error;
  message.provider_id = std::string{id} + ':' + message.from;
}

Result<Delivery> read_fate(const JsonReader& root, const SnsMessage& sns, JsonReader::Document& document) {
  Batch batch{document};
  const auto add = [&](const JsonReader& part, DeliveryStatus status, std::string_view recipient,
                       std::string_view error) {
    InboundMessage& message = batch.start();
    read_receipt(root, status, recipient, error, sns.message_id, message);
    message.at_ms = sns.at_ms;
    batch.settle(part);
  };
  const JsonReader bounce = root.find("bounce");
  const bool final = bounce.find("bounceType").text() != "Transient";
  for (const JsonReader& bounced : bounce.find("bouncedRecipients").items())
    if (final) add(bounced, DeliveryStatus::failed, bounced.at("emailAddress").text(), bounced.find("status").text());
  for (const JsonReader& delivered : root.find("delivery").find("recipients").items())
    add(delivered, DeliveryStatus::delivered, delivered.text(), {});
  return std::move(batch).finish();  // a complaint comes after the delivery and changes nothing of it
}

Result<Delivery> decode(const Request& request, const Credentials&) {
  Result<SnsMessage> sns = read_sns(request);
  if (!sns) return std::unexpected{std::move(sns.error())};
  if (!sns->is_notification) return std::move(sns->delivery);
  JsonReader::Document document{std::string_view{sns->message}};
  const JsonReader root = document.root();
  const JsonReader type = root.find("notificationType") ? root.find("notificationType") : root.at("eventType");
  const std::string_view word = type.text();
  if (word == "Received") return read_received(root, document);
  if (word == "Bounce" || word == "Delivery" || word == "Complaint") return read_fate(root, *sns, document);
  type.refuse("another word", "Received, Bounce, Delivery or Complaint");
  return std::unexpected{*document.take_error()};
}

Answer acknowledge(const Request&) { return {}; }

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  std::string message = R"({"notificationType":"Received","mail":{"source":)";
  append_json_text(draft.from, message);
  message += R"(,"messageId":)";
  append_json_text(draft.id, message);
  message += R"(},"receipt":{"recipients":[")" + std::string{sample_address};
  message += R"("],"virusVerdict":{"status":"PASS"},"action":{"type":"SNS","encoding":"BASE64"}},"content":")";
  message += base64_of(mail_of(draft, sample_address)) + R"("})";
  return compose_sns(draft, message, credentials);
}

}  // namespace

extern const Connector aws_ses;
const Connector aws_ses{.kind = "aws-ses",
                        .name = "Amazon SES inbound mail",
                        .methods = "POST",
                        .settings = sns_settings,
                        .hosts = sns_hosts,
                        .sample = {.from = "ann@example.org", .id = "m1@mail.example", .settings = sns_sample_settings},
                        .handshake = handshake,
                        .verify = verify_sns,
                        .decode = decode,
                        .acknowledge = acknowledge,
                        .compose = compose};

}  // namespace switchroom::connectors
