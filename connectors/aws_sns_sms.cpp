// Amazon two-way SMS through SNS. Sources: "Two-way SMS message payload example", AWS End User Messaging SMS User
// Guide; for the envelope sns_envelope.hpp.
#include <algorithm>
#include <array>
#include <utility>

#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/mail/ascii.hpp"
#include "connectors/opt_out.hpp"
#include "connectors/phone.hpp"
#include "connectors/sns_envelope.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

std::string number_of(const JsonReader& number) {
  std::optional<std::string> known = e164(number.text());
  if (!known) number.refuse("another text", "a telephone number");
  return std::move(known).value_or("");
}

/// Amazon knows some words more than other carriers.
MessageKind kind_of_text(std::string_view text) {
  constexpr std::array<std::string_view, 4> words{"arret", "opt-out", "remove", "td"};
  const std::string_view word = mail::trimmed(text);
  const bool leaves = std::ranges::any_of(words, [&](std::string_view w) { return mail::same_word(w, word); });
  return leaves ? MessageKind::opt_out : kind_of_sms(text);
}

void read_message(const JsonReader& root, std::int64_t at_ms, InboundMessage& message) {
  message.provider_id = root.at("inboundMessageId").id();
  message.from = message.conversation = number_of(root.at("originationNumber"));
  message.to = message.account = root.at("destinationNumber").text();
  message.text = root.at("messageBody").text();
  message.kind = kind_of_text(message.text);
  message.reply_to = root.find("previousPublishedMessageId").text();
  message.at_ms = at_ms;  // the message has no time of its own
}

Result<Delivery> decode(const Request& request, const Credentials&) {
  Result<SnsMessage> sns = read_sns(request);
  if (!sns) return std::unexpected{std::move(sns.error())};
  if (!sns->is_notification) return std::move(sns->delivery);
  JsonReader::Document document{std::string_view{sns->message}};
  const JsonReader root = document.root();
  Batch batch{document};
  read_message(root, sns->at_ms, batch.start());
  batch.settle(root);
  return std::move(batch).finish();
}

Answer acknowledge(const Request&) { return {}; }

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  std::string message = R"({"originationNumber":)";
  append_json_text(draft.from, message);
  message += R"(,"destinationNumber":"+12025550122","messageKeyword":"KEYWORD_1","messageBody":)";
  append_json_text(draft.text, message);
  message += R"(,"inboundMessageId":)";
  append_json_text(draft.id, message);
  return compose_sns(draft, message + '}', credentials);
}

}  // namespace

extern const Connector aws_sns_sms;
const Connector aws_sns_sms{
    .kind = "aws-sns-sms",
    .name = "Amazon two-way SMS",
    .methods = "POST",
    .settings = sns_settings,
    .hosts = sns_hosts,
    .sample = {.from = "+4915112345678", .id = "cae173d2-66b9-564c-8309-21f858e9fb84", .settings = sns_sample_settings},
    .handshake = handshake,
    .verify = verify_sns,
    .decode = decode,
    .acknowledge = acknowledge,
    .compose = compose};

}  // namespace switchroom::connectors
