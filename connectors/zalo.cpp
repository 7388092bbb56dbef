// Zalo Official Account. Sources: "Webhook", Zalo for Developers; public implementations that agree with each other.
//
// X-ZEvent-Signature: mac=<hex of SHA-256(app_id ‖ raw body ‖ timestamp ‖ OA secret key)>. A plain hash: that the
// pieces can't be shifted against each other rests on the timestamp being digits and the body being one JSON object.
#include <algorithm>
#include <array>
#include <utility>

#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/joined.hpp"
#include "connectors/signature.hpp"
#include "connectors/text_encoding.hpp"
#include "connectors/zalo_event.hpp"

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
  return std::string{event.root().find("timestamp").id()};
}

Result<void> verify(const Request& request, const Credentials& credentials, Instant) {
  constexpr std::string_view expected = "mac= and the SHA-256 of app_id, body, timestamp and OA secret key";
  std::optional<std::string_view> mac = request.header(signature_header);
  if (request.method != "POST" || !mac) return forged(signature_header, "nothing", expected);
  if (mac->starts_with(mac_mark)) mac->remove_prefix(mac_mark.size());
  const std::string timestamp = timestamp_of(request);  // 13 digits
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (timestamp.empty() || !std::ranges::all_of(timestamp, is_digit))
    return forged(timestamp_header, timestamp.empty() ? "nothing" : "another text", "milliseconds since 1970");
  bool fits = false;
  for (const std::string& key : credentials.values("oa_secret_key"))
    fits |= !key.empty() &&
            is_digest(Hash::sha256, Encoding::hex, {credentials.value("app_id"), request.body, timestamp, key}, *mac);
  if (!fits)
    return forged(signature_header, "another hash", expected,
                  {credentials.value("app_id"), masked_bytes(request.body), timestamp, "<OA secret key>"});
  return {};
}

Result<Delivery> decode(const Request& request, const Credentials& credentials) {
  JsonReader::Document document{request};
  const JsonReader event = document.root();
  const JsonReader app_id = event.at("app_id");
  if (app_id.id() != credentials.value("app_id")) app_id.refuse("another app", "the channel's app_id");
  const std::string_view name = event.at("event_name").text();
  if (std::optional<Error> error = document.take_error()) return std::unexpected{std::move(*error)};
  Batch batch{document};
  read_zalo_event(event, name, batch);
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
  std::string signed_text;
  join({credentials.value("app_id"), request.body, timestamp, credentials.value("oa_secret_key")}, signed_text);
  request.headers = {{"Content-Type", "application/json"},
                     {std::string{timestamp_header}, timestamp},
                     {std::string{signature_header}, std::string{mac_mark} + sha256_hex(signed_text)}};
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
