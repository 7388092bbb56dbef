// Signed: `name LF value LF` for each of these fields, values with their JSON escapes undone:
//
//   Notification:                              Message MessageId [Subject] Timestamp TopicArn Type
//   SubscriptionConfirmation, Unsubscribe…:    Message MessageId SubscribeURL Timestamp Token TopicArn Type
#include "connectors/sns_envelope.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "connectors/base64.hpp"
#include "connectors/iso_time.hpp"
#include "connectors/json_reader.hpp"
#include "connectors/public_key.hpp"
#include "connectors/replay_window.hpp"
#include "connectors/signature.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::string_view notification = "Notification";
constexpr std::string_view confirmation = "SubscriptionConfirmation";
constexpr std::string_view farewell = "UnsubscribeConfirmation";

void append_signed(std::string_view name, std::string_view value, std::string& text) {
  text.append(name).append("\n").append(value).append("\n");
}

std::string signed_text(const JsonReader& root) {
  const bool notifies = root.at("Type").text() == notification;
  std::string text;
  append_signed("Message", root.at("Message").text(), text);
  append_signed("MessageId", root.at("MessageId").text(), text);
  const std::string_view subject = notifies ? root.find("Subject").text() : std::string_view{};
  if (!subject.empty()) append_signed("Subject", subject, text);
  if (!notifies) append_signed("SubscribeURL", root.at("SubscribeURL").text(), text);
  append_signed("Timestamp", root.at("Timestamp").text(), text);
  if (!notifies) append_signed("Token", root.at("Token").text(), text);
  append_signed("TopicArn", root.at("TopicArn").text(), text);
  append_signed("Type", root.at("Type").text(), text);
  return text;
}

/// The value `<url>=<PEM>` of that URL; empty if there is none.
std::string_view certificate_of(std::string_view url, const Credentials& credentials) {
  for (const std::string_view value : credentials.values("certificates"))
    if (value.starts_with(url) && value.substr(url.size()).starts_with('=')) return value.substr(url.size() + 1);
  return {};
}

Result<void> check_signature(const JsonReader& root, const Credentials& credentials, Instant now) {
  const std::string_view url = root.find("SigningCertURL").text();
  const std::string_view version = root.find("SignatureVersion").text();
  if (!is_sns_url(url) || !url.ends_with(".pem") || url.contains('?'))
    return forged("SigningCertURL", "another URL", "https://sns.<region>.amazonaws.com/….pem");
  if (version != "1" && version != "2") return forged("SignatureVersion", "another version", "1 or 2");
  const std::optional<std::string> signature = bytes_of_base64(root.find("Signature").text());
  if (!signature) return forged("Signature", "another text", "base64");
  const std::string_view certificate = certificate_of(url, credentials);
  if (certificate.empty())
    return std::unexpected{
        Error{Fault::certificate_needed, std::string{url}, "no certificate", "the one that signs this delivery"}};
  const KeyHash hash = version == "1" ? KeyHash::sha1 : KeyHash::sha256;
  return check_certified(certificate, hash, signed_text(root), *signature, now, "Signature");
}

}  // namespace

bool is_sns_url(std::string_view url) {
  constexpr std::string_view scheme = "https://sns.";
  if (!url.starts_with(scheme)) return false;
  std::string_view rest = url.substr(scheme.size());
  const std::size_t region = rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-");
  if (region == 0 || region == rest.npos) return false;
  rest.remove_prefix(region);
  const bool plain = std::ranges::all_of(rest, [](char c) { return c > ' ' && c < 127 && c != '\\' && c != '#'; });
  return plain && (rest.starts_with(".amazonaws.com/") || rest.starts_with(".amazonaws.com.cn/"));
}

Result<void> verify_sns(const Request& request, const Credentials& credentials, Instant now) {
  constexpr ReplayWindow one_hour{.past_s = 65 * 60, .future_s = 300};
  if (request.header("x-amz-sns-rawdelivery").value_or("") == "true")
    return forged("x-amz-sns-rawdelivery", "true", "a subscription without raw message delivery, which signs nothing");
  JsonReader::Document document{request};
  const JsonReader root = document.root();
  const std::string_view type = root.at("Type").text();
  (void)signed_text(root);
  if (const std::optional<Error> error = document.take_error())
    return forged(error->where, error->found, "an SNS envelope");
  if (type != notification && type != confirmation && type != farewell)
    return forged("Type", "another word", "Notification, SubscriptionConfirmation or UnsubscribeConfirmation");
  const auto topics = credentials.values("topic_arns");
  if (std::ranges::find(topics, root.at("TopicArn").text()) == topics.end())
    return forged("TopicArn", "another topic", "one of topic_arns");
  if (Result<void> authentic = check_signature(root, credentials, now); !authentic) return authentic;
  const std::optional<std::int64_t> sent_ms = ms_of_iso_time(root.at("Timestamp").text());
  if (!sent_ms) return forged("Timestamp", "another text", "an ISO 8601 time");
  return check_age("Timestamp", *sent_ms / 1000, now, one_hour);
}

namespace {

void ask_to_confirm(const JsonReader& root, SnsMessage& read) {
  const JsonReader url = root.at("SubscribeURL");
  if (!is_sns_url(url.text())) return url.refuse("another host", "https://sns.<region>.amazonaws.com/");
  read.delivery.errands.push_back({.kind = Errand::Kind::confirm_subscription,
                                   .id = read.message_id,
                                   .url = std::string{url.text()},
                                   .token = {},
                                   .account = std::string{root.at("TopicArn").text()}});
}

}  // namespace

Result<SnsMessage> read_sns(const Request& request) {
  JsonReader::Document document{request};
  const JsonReader root = document.root();
  const std::string_view type = root.at("Type").text();
  SnsMessage read;
  read.message_id = root.at("MessageId").text();
  read.is_notification = type == notification;
  if (read.is_notification) {
    read.message = root.at("Message").text();
    const JsonReader time = root.at("Timestamp");
    const std::optional<std::int64_t> at_ms = ms_of_iso_time(time.text());
    if (!at_ms) time.refuse("another text", "an ISO 8601 time");
    read.at_ms = at_ms.value_or(0);
  } else if (type == confirmation) {
    ask_to_confirm(root, read);
  } else {
    root.at("Type").refuse("the end of the subscription", "a topic that goes on writing to us");
  }
  if (std::optional<Error> error = document.take_error()) return std::unexpected{*std::move(error)};
  return read;
}

OwnedRequest compose_sns(const Draft& draft, std::string_view message, const Credentials& credentials) {
  const std::string_view certificate = credentials.value("certificates");
  const std::string url{certificate.substr(0, certificate.find('='))};
  const std::string topic{credentials.value("topic_arns")};
  const std::string time = iso_time_of_ms(draft.at_ms);
  std::string text;
  append_signed("Message", message, text);
  append_signed("MessageId", draft.id, text);
  append_signed("Timestamp", time, text);
  append_signed("TopicArn", topic, text);
  append_signed("Type", notification, text);
  const auto signature = signature_by(credentials.value("private_key"), KeyHash::sha256, text);
  OwnedRequest request;
  request.method = "POST";
  request.path = draft.path;
  const std::array<std::pair<std::string_view, std::string>, 8> members{
      {{"Type", std::string{notification}},
       {"MessageId", draft.id},
       {"TopicArn", topic},
       {"Message", std::string{message}},
       {"Timestamp", time},
       {"SignatureVersion", "2"},
       {"Signature", base64_of(signature.value_or(""))},
       {"SigningCertURL", url}}};
  for (const auto& [name, value] : members) {
    request.body += request.body.empty() ? "{" : ",";
    append_json_text(name, request.body);
    request.body += ':';
    append_json_text(value, request.body);
  }
  request.body += '}';
  request.headers = {{"Content-Type", "text/plain; charset=UTF-8"},
                     {"x-amz-sns-message-type", std::string{notification}},
                     {"x-amz-sns-message-id", draft.id},
                     {"x-amz-sns-topic-arn", topic}};
  return request;
}

}  // namespace switchroom::connectors
