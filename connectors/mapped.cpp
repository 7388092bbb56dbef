// Any provider that a workspace describes: how it signs (`scheme`) and where its messages say what (`map`).
#include <array>

#include "connectors/connector.hpp"
#include "connectors/mapped_channel.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"scheme", true, false, "How deliveries are signed (docs/channels/mapped.md)"},
    SettingRule{"keys", true, true, "The secret or public key; two while it is rotated"},
    SettingRule{"public_base_url", false, false, "Scheme and host of the webhook URL, if the scheme signs it"},
    SettingRule{"map", true, false, "What of a delivery is a message (docs/channels/mapped.md)"},
};

constexpr std::array sample_settings{
    Sample::Setting{"scheme", R"({"algorithm":"hmac-sha256","signed":["body"],"signature":{"header":"X-Signature"}})"},
    Sample::Setting{"map",
                    R"({"id":"/id","from":"/from","name":"/name","text":"/text","time":{"value":"/at","unit":"ms"}})"},
};

MappedChannel channel_of(const Credentials& credentials) {
  return {.scheme = credentials.value("scheme"),
          .keys = credentials.values("keys"),
          .map = credentials.value("map"),
          .tolerance_s = {}};
}

std::optional<Result<Answer>> handshake(const Request& request, const Credentials& credentials) {
  return mapped_handshake(channel_of(credentials), request);
}

Result<void> verify(const Request& request, const Credentials& credentials, Instant now) {
  return verify_mapped(channel_of(credentials), request, credentials, now);
}

Result<Delivery> decode(const Request& request, const Credentials& credentials) {
  return decode_mapped(channel_of(credentials), request);
}

Answer acknowledge(const Request&) { return {}; }

std::optional<Answer> own_answer(const Request& request, const Credentials& credentials, bool authentic) {
  return mapped_answer(channel_of(credentials), request, authentic);
}

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  return compose_mapped(channel_of(credentials), draft, credentials);
}

}  // namespace

extern const Connector mapped;
const Connector mapped{.kind = "mapped",
                       .name = "Mapped webhook",
                       .methods = "GET, POST",
                       .settings = settings,
                       .sample = {.settings = sample_settings},
                       .handshake = handshake,
                       .verify = verify,
                       .decode = decode,
                       .acknowledge = acknowledge,
                       .compose = compose,
                       .own_answer = own_answer};

}  // namespace switchroom::connectors
