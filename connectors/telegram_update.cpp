#include "connectors/telegram_update.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "connectors/joined.hpp"
#include "connectors/telegram_content.hpp"

namespace switchroom::connectors {
namespace {

/// What a whole update shares.
struct Update {
  std::string_view id;
  std::string_view bot_id;
};

std::string_view bot_id_of(const Credentials& credentials) {
  const std::string_view id = credentials.value("bot_id");
  if (!id.empty()) return id;
  const std::string_view token = credentials.value("bot_token");
  return token.substr(0, std::min(token.find(':'), token.size()));
}

/// In channels a chat writes, not a person.
void read_author(const JsonReader& item, InboundMessage& message) {
  if (const JsonReader person = item.find("from")) return read_telegram_person(person, message);
  const JsonReader sender = item.find("sender_chat");
  const JsonReader chat = sender ? sender : item.at("chat");
  message.from = chat.at("id").id();
  message.name = chat.find("title").text();
}

void read_id(std::string_view chat, const JsonReader& item, std::string& id) {
  join({chat, ":", item.at("message_id").id()}, id);
}

void read_quoted(std::string_view chat, const JsonReader& item, std::string& id) {
  if (const JsonReader quoted = item.find("reply_to_message")) return read_id(chat, quoted, id);
  const JsonReader elsewhere = item.find("external_reply");
  if (elsewhere.find("chat") && elsewhere.find("message_id"))
    read_id(elsewhere.at("chat").at("id").id(), elsewhere, id);
}

/// A topic's id. Answers in a group without topics carry such a number too, but nothing can be sent there.
std::string_view topic_of(const JsonReader& item) {
  const bool is_topic = item.find("is_topic_message").flag() || !item.find("reply_to_message");
  return is_topic ? item.find("message_thread_id").id() : std::string_view{};
}

/// Ours: written by the bot, or in a business chat, whose id is the customer's, by the account's owner.
bool is_ours(const JsonReader& item, const Update& update, const InboundMessage& message) {
  if (item.find("sender_business_bot") || message.from == update.bot_id) return true;
  return item.find("business_connection_id") && item.at("chat").find("type").text() == "private" &&
         message.from != message.conversation;
}

void read_message(const JsonReader& item, const Update& update, InboundMessage& message) {
  message.conversation = item.at("chat").at("id").id();
  read_id(message.conversation, item, message.provider_id);
  message.at_ms = item.at("date").seconds_as_ms();
  read_author(item, message);
  read_telegram_content(item, message);
  read_quoted(message.conversation, item, message.reply_to);
  message.thread = topic_of(item);
  if (const JsonReader album = item.find("media_group_id")) join({"album:", album.id()}, message.payload);
  if (!is_ours(item, update, message)) return;
  message.kind = MessageKind::echo;
  message.to = message.conversation;
}

/// The new state of a message. Its own id comes from the update: one message may be edited many times.
void read_edit(const JsonReader& item, const Update& update, InboundMessage& message) {
  read_message(item, update, message);
  message.ref = message.provider_id;
  join({"update:", update.id}, message.provider_id);
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
  read_telegram_person(query.at("from"), message);
  message.payload = query.find("data").text();
  if (message.payload.empty()) message.payload = query.find("game_short_name").text();
  message.conversation = message.from;
  const JsonReader shown = query.find("message");
  if (!shown) return;
  message.conversation = shown.at("chat").at("id").id();
  read_id(message.conversation, shown, message.reply_to);
  message.thread = topic_of(shown);
  message.text = label_of(shown, message.payload);
}

void read_reaction(const JsonReader& reaction, const Update& update, InboundMessage& message) {
  message.kind = MessageKind::reaction;
  join({"update:", update.id}, message.provider_id);
  message.conversation = reaction.at("chat").at("id").id();
  read_id(message.conversation, reaction, message.ref);
  message.at_ms = reaction.at("date").seconds_as_ms();
  if (const JsonReader person = reaction.find("user"))
    read_telegram_person(person, message);
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
  join({"update:", update.id}, message.provider_id);
  message.conversation = change.at("chat").at("id").id();
  message.at_ms = change.at("date").seconds_as_ms();
  read_telegram_person(change.at("from"), message);
  message.payload = change.at("new_chat_member").at("status").text();
}

using ReadUpdate = void (*)(const JsonReader& item, const Update& update, InboundMessage& message);
struct UpdateKey {
  std::string_view key;
  ReadUpdate read;
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
};

/// Nobody wrote to us.
constexpr std::array<std::string_view, 13> silent_keys{"business_connection",  "message_reaction_count",
                                                       "inline_query",         "chosen_inline_result",
                                                       "shipping_query",       "pre_checkout_query",
                                                       "purchased_paid_media", "poll",
                                                       "poll_answer",          "chat_member",
                                                       "chat_join_request",    "chat_boost",
                                                       "removed_chat_boost"};

/// The only deletions that Telegram tells: a list of ids, and not who did it.
void read_deletions(const JsonReader& deleted, const Update& update, Batch& batch) {
  const std::string_view chat = deleted.at("chat").at("id").id();
  for (const JsonReader& id : deleted.at("message_ids").items()) {
    InboundMessage& message = batch.start();
    message.kind = MessageKind::deletion;
    join({chat, ":", id.id()}, message.ref);
    join({"update:", update.id, ":", id.id()}, message.provider_id);
    message.from = chat;
    message.conversation = chat;
    message.account = update.bot_id;
    message.to = update.bot_id;
    batch.settle(id);
  }
}

}  // namespace

void read_telegram_update(const JsonReader& root, const Credentials& credentials, Batch& batch) {
  const Update update{.id = root.at("update_id").id(), .bot_id = bot_id_of(credentials)};
  for (const UpdateKey& known : update_keys) {
    const JsonReader item = root.find(known.key);
    if (!item) continue;
    InboundMessage& message = batch.start();
    message.account = update.bot_id;
    message.to = update.bot_id;
    known.read(item, update, message);
    return batch.settle(root);
  }
  if (const JsonReader deleted = root.find("deleted_business_messages")) return read_deletions(deleted, update, batch);
  for (const std::string_view silent : silent_keys)
    if (root.find(silent)) return;
  root.refuse("no known kind of update", "message, edited_message, callback_query …");
}

}  // namespace switchroom::connectors
