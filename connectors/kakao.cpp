// KakaoTalk chatbot skill. Sources: 스킬 개발 가이드, 응답 타입별 JSON 포맷 (SkillPayload, SkillResponse),
// kakaobusiness.
//
// Nothing is signed; a header that the administrator chose is all. There is no message id and no time: the same words
// twice are two messages.
#include <algorithm>
#include <array>

#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/signature.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"header_name", true, false, "The header of the skill's settings that holds the secret: X-Skill-Secret"},
    SettingRule{"header_value", true, true, "The secret that this header holds"},
};

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

Result<void> verify(const Request& request, const Credentials& credentials, Instant) {
  const std::string_view name = credentials.value("header_name");
  const std::optional<std::string_view> secret = request.header(name);
  if (request.method != "POST" || !secret)
    return forged("header_name", "no such header", "one with the channel's header_value");
  if (!is_one_of(credentials.values("header_value"), *secret))
    return forged("header_name", "another text in that header", "the channel's header_value");
  return {};
}

std::string_view without_line_ends(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

/// `List(https://a, https://b)` → a picture each.
void read_pictures(std::string_view list, InboundMessage& message) {
  if (!list.starts_with("List(") || !list.ends_with(')')) return;
  list = list.substr(5, list.size() - 6);
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string_view url = list.substr(0, comma);
    list.remove_prefix(std::min(comma + 1, list.size()));
    while (url.starts_with(' ')) url.remove_prefix(1);
    if (url.empty()) continue;
    message.kind = MessageKind::image;
    Attachment& picture = message.media.emplace_back();
    picture.kind = MessageKind::image;
    picture.url = url;
  }
}

/// A secure-image block puts its answer as JSON into a text, or as an object.
void read_secure_image(const JsonReader& secure_image, InboundMessage& message) {
  if (!secure_image) return;
  JsonReader::Document inner{secure_image.is_text() ? std::string{secure_image.text()} : secure_image.json()};
  read_pictures(inner.root().find("secureUrls").text(), message);
}

void read_utterance(const JsonReader& payload, InboundMessage& message) {
  const JsonReader said = payload.at("userRequest");
  const JsonReader user = said.at("user");
  const JsonReader action = payload.find("action");
  message.from = message.conversation = user.at("id").id();
  message.from_alias = user.find("properties").find("plusfriendUserKey").id();
  message.account = payload.find("bot").find("id").id();
  message.language = said.find("lang").text();
  message.text = without_line_ends(said.at("utterance").text());
  const JsonReader extra = action.find("clientExtra");
  if (!extra.is_object() || !extra.members().empty()) message.payload = extra.json();
  if (!message.payload.empty()) message.kind = MessageKind::button;
  read_secure_image(action.find("params").find("secureimage"), message);
}

Result<Delivery> decode(const Request& request, const Credentials&) {
  JsonReader::Document document{request};
  const JsonReader payload = document.root();
  Batch batch{document};
  if (payload) {
    read_utterance(payload, batch.start());
    batch.settle(payload);
  }
  return std::move(batch).finish();
}

/// Without a version it would be read as the old format. What the customer sees is the block's own text.
Answer acknowledge(const Request&) {
  return {.content_type = "application/json", .body = R"({"version":"2.0","data":{}})"};
}

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  OwnedRequest request;
  request.method = "POST";
  request.path = draft.path;
  request.body =
      R"({"intent":{"id":"5f0e9d2b","name":"fallback"},"userRequest":{"timezone":"Asia/Seoul","params":{},"block":{"id":"5f0e9d2b","name":"fallback"},"utterance":)";
  append_json_text(draft.text + '\n', request.body);
  request.body += R"(,"lang":"ko","user":{"id":)";
  append_json_text(draft.from, request.body);
  request.body += R"(,"type":"botUserKey","properties":{"botUserKey":)";
  append_json_text(draft.from, request.body);
  request.body +=
      R"(}}},"bot":{"id":"5e0f180affa74800014bd33d","name":"Switchroom"},"action":{"name":"say","clientExtra":{},"params":{},"id":"5f0e","detailParams":{}}})";
  request.headers = {{"Content-Type", "application/json"},
                     {std::string{credentials.value("header_name")}, std::string{credentials.value("header_value")}}};
  return request;
}

}  // namespace

extern const Connector kakao;
const Connector kakao{.kind = "kakao",
                      .name = "KakaoTalk chatbot skill",
                      .methods = "POST",
                      .settings = settings,
                      .sample = {.from = "138e4a8d8f8f", .id = ""},
                      .handshake = handshake,
                      .verify = verify,
                      .decode = decode,
                      .acknowledge = acknowledge,
                      .compose = compose};

}  // namespace switchroom::connectors
