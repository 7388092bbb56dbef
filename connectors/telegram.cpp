// Telegram Bot API 10.3. Sources: "setWebhook", "Update", "Message", Telegram Bot API.
//
// One update a request: `update_id` and one key that says what it is. The body is not signed; a secret in a header is
// all.
#include <algorithm>
#include <array>
#include <utility>

#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/number_for.hpp"
#include "connectors/signature.hpp"
#include "connectors/telegram_content.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"secret_token", true, true, "The secret_token given to setWebhook (1–256 of A-Z a-z 0-9 _ -)"},
    SettingRule{"bot_token", false, true, "The bot's token; needed to answer"},
    SettingRule{"bot_id", false, false, "The bot's id; by default the digits before the colon of its token"},
};

constexpr std::string_view secret_header = "X-Telegram-Bot-Api-Secret-Token";

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

Result<void> verify(const Request& request, const Credentials& credentials, Instant) {
  const std::optional<std::string_view> secret = request.header(secret_header);
  if (request.method != "POST" || !secret) return forged(secret_header, "nothing", "the channel's secret_token");
  if (!is_one_of(credentials.values("secret_token"), *secret))
    return forged(secret_header, "another text", "the channel's secret_token");
  return {};
}

// --- who wrote it, and where -----------------------------------------------------------------------------------------

/// What a whole update shares.
struct Update {
  std::string id;
  std::string bot_id;
};

std::string bot_id_of(const Credentials& credentials) {
  const std::string_view id = credentials.value("bot_id");
  if (!id.empty()) return std::string{id};
  const std::string_view token = credentials.value("bot_token");
  return std::string{token.substr(0, std::min(token.find(':'), token.size()))};
}

void read_person(const JsonReader& person, InboundMessage& message) {
  message.from = person.at("id").id();
  message.name = telegram_name(person);
  message.language = person.find("language_code").text();
}

/// In channels a chat writes, not a person.
void read_author(const JsonReader& item, InboundMessage& message) {
  if (const JsonReader person = item.find("from")) return read_person(person, message);
  const JsonReader sender = item.find("sender_chat");
  const JsonReader chat = sender ? sender : item.at("chat");
  message.from = chat.at("id").id();
  message.name = chat.find("title").text();
}

std::string message_id_in(const std::string& chat, const JsonReader& item) {
  return chat + ':' + item.at("message_id").id();
}

std::string quoted_in(const std::string& chat, const JsonReader& item) {
  if (const JsonReader quoted = item.find("reply_to_message")) return message_id_in(chat, quoted);
  const JsonReader elsewhere = item.find("external_reply");
  if (!elsewhere.find("chat") || !elsewhere.find("message_id")) return {};
  return message_id_in(elsewhere.at("chat").at("id").id(), elsewhere);
}

/// A topic's id. Answers in a group without topics carry such a number too, but nothing can be sent there.
std::string topic_of(const JsonReader& item) {
  const bool is_topic = item.find("is_topic_message").flag() || !item.find("reply_to_message");
  return is_topic ? item.find("message_thread_id").id() : std::string{};
}

/// Ours: written by the bot, or in a business chat, whose id is the customer's, by the account's owner.
bool is_ours(const JsonReader& item, const Update& update, const InboundMessage& message) {
  if (item.find("sender_business_bot") || message.from == update.bot_id) return true;
  return item.find("business_connection_id") && item.at("chat").find("type").text() == "private" &&
         message.from != message.conversation;
}

void read_message(const JsonReader& item, const Update& update, InboundMessage& message) {
  message.conversation = item.at("chat").at("id").id();
  message.provider_id = message_id_in(message.conversation, item);
  message.at_ms = item.at("date").seconds_as_ms();
  read_author(item, message);
  read_telegram_content(item, message);
  message.reply_to = quoted_in(message.conversation, item);
  message.thread = topic_of(item);
  if (const JsonReader album = item.find("media_group_id")) message.payload = "album:" + album.id();
  if (!is_ours(item, update, message)) return;
  message.kind = MessageKind::echo;
  message.to = message.conversation;
}

/// The new state of a message. Its own id comes from the update: one message may be edited many times.
void read_edit(const JsonReader& item, const Update& update, InboundMessage& message) {
  read_message(item, update, message);
  message.ref = std::exchange(message.provider_id, "update:" + update.id);
  message.at_ms = item.at("edit_date").seconds_as_ms();
  if (message.kind == MessageKind::echo)
    message.payload = "edit";
  else
    message.kind = MessageKind::edit;
}

/// The label of the button with that hidden value, under the message that shows it.
std::string_view label_of(const JsonReader& item, std::string_view data) {
  for (const JsonReader& row : item.find("reply_markup").find("inline_keyboard").items())
    for (const JsonReader& button : row.items())
      if (button.find("callback_data").text() == data) return button.find("text").text();
  return {};
}

void read_callback(const JsonReader& query, const Update&, InboundMessage& message) {
  message.kind = MessageKind::button;
  message.provider_id = query.at("id").id();
  read_person(query.at("from"), message);
  message.payload = query.find("data").text();
  if (message.payload.empty()) message.payload = query.find("game_short_name").text();
  message.conversation = message.from;
  const JsonReader shown = query.find("message");
  if (!shown) return;
  message.conversation = shown.at("chat").at("id").id();
  message.reply_to = message_id_in(message.conversation, shown);
  message.thread = topic_of(shown);
  message.text = label_of(shown, message.payload);
}

void read_reaction(const JsonReader& reaction, const Update& update, InboundMessage& message) {
  message.kind = MessageKind::reaction;
  message.provider_id = "update:" + update.id;
  message.conversation = reaction.at("chat").at("id").id();
  message.ref = message_id_in(message.conversation, reaction);
  message.at_ms = reaction.at("date").seconds_as_ms();
  if (const JsonReader person = reaction.find("user"))
    read_person(person, message);
  else
    message.from = reaction.at("actor_chat").at("id").id();
  for (const JsonReader& chosen : reaction.at("new_reaction").items()) {
    message.text = chosen.find("emoji").text();
    if (message.text.empty()) message.payload = chosen.find("custom_emoji_id").id();
    break;
  }
}

/// Somebody blocked the bot, or took it back: the new state is the payload.
void read_membership(const JsonReader& change, const Update& update, InboundMessage& message) {
  message.kind = MessageKind::system;
  message.provider_id = "update:" + update.id;
  message.conversation = change.at("chat").at("id").id();
  message.at_ms = change.at("date").seconds_as_ms();
  read_person(change.at("from"), message);
  message.payload = change.at("new_chat_member").at("status").text();
}

// --- the update ------------------------------------------------------------------------------------------------------

using ReadUpdate = void (*)(const JsonReader& item, const Update& update, InboundMessage& message);
struct UpdateKey {
  std::string_view key;
  ReadUpdate read;  ///< null: nobody wrote to us
};
constexpr std::array update_keys{
    UpdateKey{"message", read_message},
    UpdateKey{"edited_message", read_edit},
    UpdateKey{"callback_query", read_callback},
    UpdateKey{"business_message", read_message},
    UpdateKey{"edited_business_message", read_edit},
    UpdateKey{"channel_post", read_message},
    UpdateKey{"edited_channel_post", read_edit},
    UpdateKey{"guest_message", read_message},
    UpdateKey{"message_reaction", read_reaction},
    UpdateKey{"my_chat_member", read_membership},
    UpdateKey{"business_connection", nullptr},
    UpdateKey{"message_reaction_count", nullptr},
    UpdateKey{"inline_query", nullptr},
    UpdateKey{"chosen_inline_result", nullptr},
    UpdateKey{"shipping_query", nullptr},
    UpdateKey{"pre_checkout_query", nullptr},
    UpdateKey{"purchased_paid_media", nullptr},
    UpdateKey{"poll", nullptr},
    UpdateKey{"poll_answer", nullptr},
    UpdateKey{"chat_member", nullptr},
    UpdateKey{"chat_join_request", nullptr},
    UpdateKey{"chat_boost", nullptr},
    UpdateKey{"removed_chat_boost", nullptr},
};

/// The only deletions that Telegram tells: a list of ids, and not who did it.
void read_deletions(const JsonReader& deleted, const Update& update, Batch& batch) {
  const std::string chat = deleted.at("chat").at("id").id();
  for (const JsonReader& id : deleted.at("message_ids").items()) {
    InboundMessage& message = batch.start();
    message.kind = MessageKind::deletion;
    message.ref = chat + ':' + id.id();
    message.provider_id = "update:" + update.id + ':' + id.id();
    message.from = chat;
    message.conversation = chat;
    message.account = update.bot_id;
    message.to = update.bot_id;
    batch.settle(id);
  }
}

void read_update(const JsonReader& root, const Update& update, Batch& batch) {
  for (const UpdateKey& known : update_keys) {
    const JsonReader item = root.find(known.key);
    if (!item) continue;
    if (!known.read) return;
    InboundMessage& message = batch.start();
    message.account = update.bot_id;
    message.to = update.bot_id;
    known.read(item, update, message);
    return batch.settle(root);
  }
  if (const JsonReader deleted = root.find("deleted_business_messages")) return read_deletions(deleted, update, batch);
  root.refuse("no known kind of update", "message, edited_message, callback_query …");
}

Result<Delivery> decode(const Request& request, const Credentials& credentials) {
  JsonReader::Document document{request};
  const JsonReader root = document.root();
  const Update update{.id = root.at("update_id").id(), .bot_id = bot_id_of(credentials)};
  if (std::optional<Error> error = document.take_error()) return std::unexpected{std::move(*error)};
  Batch batch{document};
  read_update(root, update, batch);
  return std::move(batch).finish();
}

Answer acknowledge(const Request&) { return {}; }

// --- what Telegram would send ----------------------------------------------------------------------------------------

std::string body_of(const Draft& draft) {
  constexpr unsigned id_bits = 52;
  const std::string_view id{draft.id};
  const std::size_t colon = id.rfind(':');  // `<chat id>:<message id>`, as we write it
  const std::string message_id = std::to_string(number_for(colon == id.npos ? id : id.substr(colon + 1), id_bits));
  const std::string user = std::to_string(number_for(draft.from, id_bits));
  std::string name;
  append_json_text(draft.name, name);
  std::string body;
  body.reserve(400 + 2 * draft.text.size());
  body.append(R"({"update_id":)").append(message_id).append(",\n\"message\":{\"message_id\":").append(message_id);
  body.append(R"(,"from":{"id":)").append(user).append(R"(,"is_bot":false,"first_name":)").append(name);
  body.append(R"(,"language_code":"en"},"chat":{"id":)").append(user).append(R"(,"first_name":)").append(name);
  body.append(R"(,"type":"private"},"date":)").append(std::to_string(draft.at_ms / 1000)).append(R"(,"text":)");
  append_json_text(draft.text, body);
  body += "}}";
  return body;
}

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  OwnedRequest request;
  request.method = "POST";
  request.path = draft.path;
  request.body = body_of(draft);
  request.headers = {{"Content-Type", "application/json"},
                     {"Accept-Encoding", "gzip, deflate"},
                     {std::string{secret_header}, std::string{credentials.value("secret_token")}}};
  return request;
}

}  // namespace

extern const Connector telegram;
const Connector telegram{.kind = "telegram",
                         .name = "Telegram bot",
                         .methods = "POST",
                         .settings = settings,
                         .sample = {.from = "100200300", .id = "100200300:17"},
                         .handshake = handshake,
                         .verify = verify,
                         .decode = decode,
                         .acknowledge = acknowledge,
                         .compose = compose};

}  // namespace switchroom::connectors
