// Vonage SMS API, signed webhooks. Sources: "Inbound SMS", "Signed webhooks", "Concatenation and encoding", Vonage API
// documentation; nexmo 2.5.2.
#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "config/vocabulary/words.hpp"
#include "connectors/connector.hpp"
#include "connectors/iso_time.hpp"
#include "connectors/opt_out.hpp"
#include "connectors/parameters.hpp"
#include "connectors/phone.hpp"
#include "connectors/text_encoding.hpp"
#include "connectors/vonage_sms_signature.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"signature_secret", true, true, "The account's signature secret (Vonage dashboard → API settings)"},
    SettingRule{"signature_method", false, false, "md5hash (default), md5, sha1, sha256 or sha512; as set at Vonage"},
    SettingRule{"api_key", false, false, "Take only messages to this account"},
    SettingRule{"parts_wait_s", false, false, "How long parts of a message wait for the others, in seconds (60)"},
};

/// A request without parameters is how Vonage looks whether the URL is there when it is saved.
std::optional<Result<Answer>> handshake(const Request& request, const Credentials&) {
  const bool empty = request.query.empty() && request.body.empty();
  return empty ? std::optional{Result<Answer>{Answer{}}} : std::nullopt;
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

std::uint32_t small_number(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
  return wrong == std::errc{} && end == text.data() + text.size() ? number : 0;
}

/// Vonage tells the parts of a long message one by one; the shard joins them. What it can't join is a message of its
/// own, which part it is stands in the payload.
void read_part(const Parameters& parameters, InboundMessage& message) {
  if (parameters.value("concat") != "true") return;
  message.kind = MessageKind::text;
  message.part = {.ref = utf8(parameters.value("concat-ref")),
                  .number = small_number(parameters.value("concat-part")),
                  .total = small_number(parameters.value("concat-total"))};
  for (const char* name : {"concat-ref", "concat-part", "concat-total"}) {
    if (!message.payload.empty()) message.payload += '&';
    message.payload.append(name).append("=").append(utf8(parameters.value(name)));
  }
}

void read_content(const Parameters& parameters, InboundMessage& message) {
  message.text = utf8(parameters.value("text"));
  message.kind = kind_of_sms(message.text);
  if (parameters.value("type") == "binary") {
    message.kind = MessageKind::unsupported;
    message.payload = utf8(parameters.value("data"));
  } else {
    read_part(parameters, message);
  }
}

/// Vonage's word → ours; `none` for what settles nothing.
DeliveryStatus status_of(std::string_view word) {
  if (word == "delivered") return DeliveryStatus::delivered;
  if (word == "accepted" || word == "buffered") return DeliveryStatus::sent;
  const bool failed = word == "failed" || word == "rejected" || word == "expired";
  return failed ? DeliveryStatus::failed : DeliveryStatus::none;
}

void read_receipt(const Parameters& parameters, std::string_view word, InboundMessage& message) {
  message.kind = MessageKind::status;
  message.status = status_of(word);
  message.ref = std::exchange(message.provider_id, message.provider_id + ':' + utf8(word));
  message.payload = utf8(parameters.value("client-ref"));
  if (message.status == DeliveryStatus::failed) message.error = utf8(parameters.value("err-code"));
}

Result<Delivery> decode(const Request& request, const Credentials& credentials) {
  const Result<Parameters> parameters = Parameters::read(request);
  if (!parameters) return std::unexpected{parameters.error()};
  const std::string_view account = credentials.value("api_key");
  if (const auto key = parameters->find("api-key"); key && !account.empty() && *key != account)
    return std::unexpected{undecodable("api-key", "another account", "the channel's api_key")};
  for (const char* name : {"messageId", "msisdn"})
    if (parameters->value(name).empty()) return std::unexpected{undecodable(name, "nothing", "a value")};
  Delivery delivery;
  const std::optional<std::string_view> word = parameters->find("status");
  if (word && status_of(*word) == DeliveryStatus::none) return delivery;

  InboundMessage& message = delivery.messages.emplace_back();
  message.provider_id = utf8(parameters->value("messageId"));
  message.from = message.conversation = number_of(parameters->value("msisdn"));
  message.to = message.account = number_of(parameters->value("to"));
  if (const auto time = parameters->find("message-timestamp")) {
    const std::optional<std::int64_t> ms = ms_of_loose_iso_time(*time);
    if (!ms) return std::unexpected{undecodable("message-timestamp", "another text", "YYYY-MM-DD HH:MM:SS")};
    message.at_ms = *ms;
  }
  if (word)
    read_receipt(*parameters, *word, message);
  else
    read_content(*parameters, message);
  return delivery;
}

Answer acknowledge(const Request&) { return {}; }

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  std::string time = iso_time_of_ms(draft.at_ms).substr(0, 19);
  time[10] = ' ';
  const std::string seconds = std::to_string(draft.at_ms / 1000);
  std::vector<Form::Field> fields{{"msisdn", without_plus(draft.from)},
                                  {"to", "12025550122"},
                                  {"messageId", draft.id},
                                  {"text", draft.text},
                                  {"type", "unicode"},
                                  {"message-timestamp", time},
                                  {"timestamp", seconds},
                                  {"nonce", "aaaaaaaa-bbbb-cccc-dddd-0123456789ab"}};
  if (const std::string_view key = credentials.value("api_key"); !key.empty()) fields.push_back({"api-key", key});
  const std::string sig = vonage_sms_signature(fields, credentials);
  fields.push_back({"sig", sig});
  OwnedRequest request;
  request.method = "POST";
  request.path = draft.path;
  append_form(fields, request.body);
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  return request;
}

}  // namespace

extern const Connector vonage_sms;
const Connector vonage_sms{.kind = "vonage-sms",
                           .name = "Vonage SMS API",
                           .methods = "GET, POST",
                           .settings = settings,
                           .sample = {.from = "+4915112345678", .id = "0A0000000123ABCD1"},
                           .handshake = handshake,
                           .verify = verify_vonage_sms,
                           .decode = decode,
                           .acknowledge = acknowledge,
                           .compose = compose};

}  // namespace switchroom::connectors
