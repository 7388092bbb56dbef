// Standard Webhooks 1.0.0 (standard-webhooks/spec on GitHub), and Svix by another prefix of the headers. What a
// delivery says is described by a map as for `mapped`; without one its `data` is taken as a message.
#include <array>

#include "connectors/connector.hpp"
#include "connectors/ed25519.hpp"
#include "connectors/mapped_channel.hpp"
#include "connectors/mapped_compose.hpp"
#include "connectors/mapped_map.hpp"
#include "connectors/signature.hpp"
#include "connectors/standard_signature.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"keys", true, true, "whsec_… (HMAC) or whpk_… (Ed25519); two while a key is rotated"},
    SettingRule{"tolerance_s", false, false, "How old a delivery may be; 300 by default"},
    SettingRule{"header_prefix", false, false, "webhook- by default; svix- for Svix"},
    SettingRule{"map", false, false, "What of a delivery is a message (docs/channels/mapped.md)"},
};

constexpr std::array sample_settings{Sample::Setting{"keys", "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}};

constexpr std::string_view preset =
    R"json({"id":["/data/id",{"header":"webhook-id"},{"header":"svix-id"}],"from":["/data/from","/data/user_id"],
      "to":"/data/to","conversation":"/data/conversation","name":"/data/name","text":"/data/text","payload":"/type",
      "reply_to":"/data/reply_to","thread":"/data/thread","subject":"/data/subject",
      "time":{"value":"/timestamp","unit":"iso"}})json";

std::string_view prefix_of(const Credentials& credentials) {
  const std::string_view prefix = credentials.value("header_prefix");
  return prefix.empty() ? "webhook-" : prefix;
}

MappedChannel channel_of(const Credentials& credentials) {
  const std::string_view map = credentials.value("map");
  return {.scheme = {}, .keys = {}, .map = map.empty() ? preset : map, .tolerance_s = {}};
}

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

Result<void> verify(const Request& request, const Credentials& credentials, Instant now) {
  const std::int64_t tolerance = whole_number(credentials.value("tolerance_s")).value_or(five_minutes.past_s);
  return verify_standard(request, prefix_of(credentials), credentials.values("keys"),
                         {.past_s = tolerance, .future_s = tolerance}, now);
}

Result<Delivery> decode(const Request& request, const Credentials& credentials) {
  return decode_mapped(channel_of(credentials), request);
}

/// Never 410: that would switch us off.
Answer acknowledge(const Request&) { return {}; }

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  const auto map = map_of(channel_of(credentials).map);
  if (!map) return {};
  OwnedRequest request = composed_by_map(**map, draft);
  const std::string prefix{prefix_of(credentials)};
  const std::string timestamp = std::to_string(draft.at_ms / 1000);
  std::erase_if(request.headers, [&](const OwnedRequest::Field& field) { return field.name == prefix + "id"; });
  request.headers.push_back({prefix + "id", draft.id});
  request.headers.push_back({prefix + "timestamp", timestamp});
  request.headers.push_back(
      {prefix + "signature", standard_signature(draft.id, timestamp, request.body, credentials.value("keys"))});
  return request;
}

}  // namespace

extern const Connector standard_webhooks;
const Connector standard_webhooks{
    .kind = "standard-webhooks",
    .name = "Standard Webhooks",
    .methods = "POST",
    .settings = settings,
    .sample = {.from = "user-1", .id = "msg_p5jXN8AQM9LWM0D4loKWxJek", .settings = sample_settings},
    .handshake = handshake,
    .verify = verify,
    .decode = decode,
    .acknowledge = acknowledge,
    .compose = compose};

}  // namespace switchroom::connectors
