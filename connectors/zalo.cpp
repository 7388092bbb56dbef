// Zalo Official Account. Sources: "Webhook", Zalo for Developers; public implementations that agree with each other.
//
// X-ZEvent-Signature: mac=<hex of SHA-256(app_id ‖ raw body ‖ timestamp ‖ OA secret key)>. A plain hash: that the
// pieces can't be shifted against each other rests on the timestamp being digits and the body being one JSON object.
#include <algorithm>
#include <array>
#include <utility>

#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/signature.hpp"
#include "connectors/text_encoding.hpp"
#include "connectors/zalo_content.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"app_id", true, false, "The app's id (Zalo for Developers → App → Settings)"},
    SettingRule{"oa_secret_key", true, true, "The OA secret key (App → Webhook); not the app's secret"},
};

constexpr std::string_view signature_header = "X-ZEvent-Signature";
constexpr std::string_view timestamp_header = "X-ZEvent-Timestamp";
constexpr std::string_view mac_mark = "mac=";

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

/// The header's time, or for senders without it that of the body.
std::string timestamp_of(const Request& request) {
  if (const auto header = request.header(timestamp_header)) return std::string{*header};
  JsonReader::Document event{request};
  return event.root().find("timestamp").id();
}

std::string mac_of(std::string_view app_id, std::string_view body, std::string_view timestamp, std::string_view key) {
  std::string bytes;
  bytes.reserve(app_id.size() + body.size() + timestamp.size() + key.size());
  return sha256_hex(bytes.append(app_id).append(body).append(timestamp).append(key));
}

Result<void> verify(const Request& request, const Credentials& credentials, Instant) {
  constexpr std::string_view expected = "mac= and the SHA-256 of app_id, body, timestamp and OA secret key";
  std::optional<std::string_view> mac = request.header(signature_header);
  if (request.method != "POST" || !mac) return forged(signature_header, "nothing", expected);
  if (mac->starts_with(mac_mark)) mac->remove_prefix(mac_mark.size());
  const std::string timestamp = timestamp_of(request);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (timestamp.empty() || !std::ranges::all_of(timestamp, is_digit))
    return forged(timestamp_header, timestamp.empty() ? "nothing" : "another text", "milliseconds since 1970");
  bool fits = false;
  for (const std::string& key : credentials.values("oa_secret_key"))
    fits |=
        !key.empty() && equal_in_constant_time(mac_of(credentials.value("app_id"), request.body, timestamp, key), *mac);
  if (!fits) return forged(signature_header, "another hash", expected);
  return {};
}

// --- events ----------------------------------------------------------------------------------------------------------

/// Events without a message's id are recognised by person, time and name.
std::string event_id(const JsonReader& event, std::string_view name, const InboundMessage& message) {
  return message.conversation + ':' + event.at("timestamp").id() + ':' + std::string{name};
}

/// The customer writes. Anonymous visitors have ids of a space of their own.
void read_customer(const JsonReader& event, bool anonymous, InboundMessage& message) {
  message.from = (anonymous ? "anonymous:" : "") + event.at("sender").at("id").id();
  message.from_alias = event.find("user_id_by_app").id();
  message.account = message.to = event.at("recipient").at("id").id();
  JsonReader conversation = event.find("conversation_id");
  if (!conversation) conversation = event.find("message").find("conversation_id");
  message.conversation = anonymous && conversation ? conversation.id() : message.from;
}

/// The account is the sender, also of receipts.
void read_account_side(const JsonReader& event, InboundMessage& message) {
  message.account = event.at("sender").at("id").id();
  message.conversation = event.at("recipient").at("id").id();
}

void read_echo(const JsonReader& event, std::string_view what, InboundMessage& message) {
  read_account_side(event, message);
  read_zalo_content(event.at("message"), what, message);
  message.kind = MessageKind::echo;
  message.from = message.account;
  message.to = message.conversation;
}

void read_receipt(const JsonReader& event, std::string ref, DeliveryStatus status, InboundMessage& message) {
  read_account_side(event, message);
  message.from = message.conversation;
  message.to = message.account;
  message.kind = MessageKind::status;
  message.status = status;
  message.ref = std::move(ref);
  message.provider_id = message.ref + (status == DeliveryStatus::read ? ":read" : ":delivered");
}

void read_reaction(const JsonReader& event, InboundMessage& message) {
  const JsonReader item = event.at("message");
  read_customer(event, false, message);
  message.kind = MessageKind::reaction;
  message.ref = item.at("msg_id").id();
  message.text = item.find("react_icon").text();
  message.provider_id = event_id(event, "reaction:" + message.ref, message);
}

void read_click(const JsonReader& event, std::string_view name, InboundMessage& message) {
  const JsonReader item = event.find("message");
  message.kind = MessageKind::button;
  message.text = item.find("text").text();
  message.payload = name;
  message.provider_id = item.find("msg_id").id();
  if (message.provider_id.empty()) message.provider_id = event_id(event, name, message);
}

/// The customer gave name and number in a form of the account.
void read_form(const JsonReader& event, std::string_view name, InboundMessage& message) {
  const JsonReader info = event.at("info");
  message.kind = MessageKind::contact;
  message.text = info.find("name").text();
  message.payload = info.find("phone").id();
  message.provider_id = event_id(event, name, message);
}

void read_following(const JsonReader& event, std::string_view name, InboundMessage& message) {
  message.kind = MessageKind::system;
  message.from = message.conversation = event.at("follower").at("id").id();
  message.account = event.find("oa_id").id();
  message.payload = name;
  message.provider_id = event_id(event, name, message);
}

bool take_prefix(std::string_view& name, std::string_view prefix) {
  if (!name.starts_with(prefix)) return false;
  name.remove_prefix(prefix.size());
  return true;
}

/// What a customer does. False: nothing to tell anyone.
bool read_customer_event(const JsonReader& event, const std::string_view name, InboundMessage& message) {
  std::string_view what = name;
  const bool anonymous = take_prefix(what, "anonymous_");
  if (!anonymous && !take_prefix(what, "user_")) return false;
  if (what == "reacted_message") return read_reaction(event, message), true;
  const bool clicked = what.starts_with("click_");
  const bool form = what == "submit_info";
  if (!clicked && !form && !take_prefix(what, "send_")) return false;
  read_customer(event, anonymous, message);
  if (clicked)
    read_click(event, name, message);
  else if (form)
    read_form(event, name, message);
  else
    read_zalo_content(event.at("message"), what, message);
  return true;
}

void read_event(const JsonReader& event, std::string_view name, Batch& batch) {
  const std::int64_t at_ms = event.at("timestamp").ms();
  const auto take = [&](InboundMessage& message) {
    message.at_ms = at_ms;
    batch.settle(event);
  };
  std::string_view what = name;
  InboundMessage message;
  if (take_prefix(what, "oa_send_"))
    read_echo(event, what, message);
  else if (name == "user_received_message")
    read_receipt(event, event.at("message").at("msg_id").id(), DeliveryStatus::delivered, message);
  else if (name == "follow" || name == "unfollow")
    read_following(event, name, message);
  else if (name == "user_seen_message") {
    for (const JsonReader& id : event.at("message").at("msg_ids").items()) {
      InboundMessage& receipt = batch.start();
      read_receipt(event, id.id(), DeliveryStatus::read, receipt);
      take(receipt);
    }
    return;
  } else if (!read_customer_event(event, name, message)) {
    return;
  }
  take(batch.start() = std::move(message));
}

Result<Delivery> decode(const Request& request, const Credentials& credentials) {
  JsonReader::Document document{request};
  const JsonReader event = document.root();
  const JsonReader app_id = event.at("app_id");
  if (app_id.id() != credentials.value("app_id")) app_id.refuse("another app", "the channel's app_id");
  const std::string_view name = event.at("event_name").text();
  if (std::optional<Error> error = document.take_error()) return std::unexpected{std::move(*error)};
  Batch batch{document};
  read_event(event, name, batch);
  return std::move(batch).finish();
}

Answer acknowledge(const Request&) { return {}; }

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  const std::string timestamp = std::to_string(draft.at_ms);
  OwnedRequest request;
  request.method = "POST";
  request.path = draft.path;
  request.body = R"({"app_id":)";
  append_json_text(credentials.value("app_id"), request.body);
  request.body += R"(,"user_id_by_app":"5301297450276301","event_name":"user_send_text","timestamp":")" + timestamp;
  request.body += R"(","sender":{"id":)";
  append_json_text(draft.from, request.body);
  request.body += R"(},"recipient":{"id":"388613280878808645"},"message":{"msg_id":)";
  append_json_text(draft.id, request.body);
  request.body += R"(,"text":)";
  append_json_text(draft.text, request.body);
  request.body += "}}";
  const std::string mac =
      mac_of(credentials.value("app_id"), request.body, timestamp, credentials.value("oa_secret_key"));
  request.headers = {{"Content-Type", "application/json"},
                     {std::string{timestamp_header}, timestamp},
                     {std::string{signature_header}, std::string{mac_mark} + mac}};
  return request;
}

}  // namespace

extern const Connector zalo;
const Connector zalo{.kind = "zalo",
                     .name = "Zalo Official Account",
                     .methods = "POST",
                     .settings = settings,
                     .sample = {.from = "2512523625412515", .id = "96d3cdf3af150460909"},
                     .handshake = handshake,
                     .verify = verify,
                     .decode = decode,
                     .acknowledge = acknowledge,
                     .compose = compose};

}  // namespace switchroom::connectors
