#include "connectors/slack_event.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "connectors/entities.hpp"
#include "connectors/joined.hpp"
#include "connectors/media_kind.hpp"
#include "connectors/slack_time.hpp"

namespace switchroom::connectors {
namespace {

// --- what a message says ---------------------------------------------------------------------------------------------

/// What a whole delivery shares.
struct Callback {
  JsonReader root;
  std::string_view bot_user;  ///< our own user; empty: not known
};

/// Without our own mention; `&amp;`, `&lt;` and `&gt;` as the characters they stand for. Other mentions and links stay.
void read_text(const JsonReader& text, const Callback& callback, InboundMessage& message) {
  std::string& plain = message.text;
  plain = text.text();
  const bool may_mention = !callback.bot_user.empty() && plain.contains("<@");
  const std::string own = may_mention ? "<@" + std::string{callback.bot_user} + '>' : "";
  if (may_mention && plain.contains(own)) {
    for (std::size_t at = 0; (at = plain.find(own)) != plain.npos;)
      plain.erase(at, own.size() + (plain.size() > at + own.size() && plain[at + own.size()] == ' ' ? 1 : 0));
    plain.erase(plain.find_last_not_of(" \n") + 1);
    plain.erase(0, plain.find_first_not_of(" \n"));
  }
  if (plain.contains('&')) plain = without_markup_escapes(plain);
}

void read_files(const JsonReader& files, InboundMessage& message) {
  for (const JsonReader& file : files.items()) {
    Attachment& attachment = message.media.emplace_back();
    attachment.id = file.at("id").id();
    attachment.mime_type = file.find("mimetype").text();
    attachment.filename = file.find("name").text();
    attachment.url = file.find("url_private").text();
    attachment.kind = kind_of_media_type(attachment.mime_type);
  }
  if (!message.media.empty()) message.kind = message.media.front().kind;
}

/// Modern bots have no subtype: whoever has a bot's id, or is our own user, wrote on our side.
bool is_ours(const JsonReader& item, const Callback& callback) {
  if (item.find("bot_id") || item.find("subtype").text() == "bot_message") return true;
  return !callback.bot_user.empty() && item.find("user").id() == callback.bot_user;
}

void make_echo(std::string_view what, InboundMessage& message) {
  message.kind = MessageKind::echo;
  message.payload = what;
  std::swap(message.from, message.to);
  if (message.to.empty()) message.to = message.conversation;
}

void read_written(const JsonReader& event, const Callback& callback, InboundMessage& message) {
  const JsonReader ts = event.at("ts");
  join({message.conversation, ":", ts.text()}, message.provider_id);
  message.at_ms = ms_of_slack_time(ts);
  read_text(event.find("text"), callback, message);
  message.thread = event.find("thread_ts").text();
  message.name = event.find("user_profile").find("real_name").text();
  read_files(event.find("files"), message);
  if (!is_ours(event, callback)) return;
  if (message.from.empty()) message.from = event.find("bot_id").id();
  message.kind = MessageKind::echo;
  message.to = message.conversation;
}

/// An unfurled link changes a message too, though nobody edited it.
bool is_edited(const JsonReader& event) {
  const JsonReader now = event.at("message");
  return now.find("edited") || now.find("text").text() != event.find("previous_message").find("text").text();
}

void read_edit(const JsonReader& event, const Callback& callback, InboundMessage& message) {
  const JsonReader item = event.at("message");
  const JsonReader edited = item.find("edited").find("ts");
  message.kind = MessageKind::edit;
  join({message.conversation, ":", item.at("ts").text()}, message.ref);
  message.at_ms = ms_of_slack_time(edited ? edited : event.at("ts"));
  join({message.ref, ":edit:", (edited ? edited : event.at("ts")).text()}, message.provider_id);
  message.from = item.find("user").id();
  read_text(item.find("text"), callback, message);
  message.thread = item.find("thread_ts").text();
  if (is_ours(item, callback)) make_echo("edit", message);
}

void read_deletion(const JsonReader& event, const Callback& callback, InboundMessage& message) {
  const JsonReader before = event.find("previous_message");
  message.kind = MessageKind::deletion;
  join({message.conversation, ":", event.at("deleted_ts").text()}, message.ref);
  message.provider_id = message.ref + ":deleted";
  message.at_ms = ms_of_slack_time(event.at("ts"));
  message.from = before.find("user").id();
  message.thread = before.find("thread_ts").text();
  if (message.from.empty()) message.from = message.conversation;
  if (is_ours(before, callback)) make_echo("delete", message);
}

/// Subtypes that nobody wrote.
bool is_notice(std::string_view subtype) {
  constexpr std::array prefixes{"channel_",    "group_",          "bot_add",   "bot_remove",   "bot_enable",
                                "bot_disable", "message_replied", "reminder_", "pinned_",      "unpinned_",
                                "tombstone",   "huddle_",         "ekm_",      "file_comment", "file_mention",
                                "sh_room_",    "assistant_app_"};
  return std::ranges::any_of(prefixes, [subtype](std::string_view prefix) { return subtype.starts_with(prefix); });
}

void read_message(const JsonReader& event, const Callback& callback, InboundMessage& message) {
  const std::string_view subtype = event.find("subtype").text();
  message.conversation = event.at("channel").id();
  message.from = event.find("user").id();
  if (subtype == "message_changed") return read_edit(event, callback, message);
  if (subtype == "message_deleted") return read_deletion(event, callback, message);
  read_written(event, callback, message);
  const bool is_plain = subtype.empty() || subtype == "file_share" || subtype == "thread_broadcast" ||
                        subtype == "me_message" || subtype == "bot_message";
  if (message.from.empty() && message.kind != MessageKind::echo && is_plain) event.at("user");
  if (message.kind == MessageKind::echo || is_plain) return;
  message.kind = is_notice(subtype) ? MessageKind::system : MessageKind::unsupported;
  message.payload = subtype;
}

void read_reaction(const JsonReader& event, const Callback& callback, InboundMessage& message) {
  const JsonReader item = event.at("item");
  const std::string name{event.at("reaction").text()};
  message.kind = MessageKind::reaction;
  message.from = event.at("user").id();
  message.conversation = item.at("channel").id();
  join({message.conversation, ":", item.at("ts").text()}, message.ref);
  message.provider_id = callback.root.at("event_id").id();
  message.at_ms = ms_of_slack_time(event.at("event_ts"));
  message.payload = name;
  if (event.at("type").text() == "reaction_added") message.text = ':' + name + ':';
  if (message.from == callback.bot_user) make_echo("reaction", message);
}

void read_notice(const JsonReader& event, const Callback& callback, InboundMessage& message) {
  const JsonReader user = event.find("user");
  const JsonReader channel = event.find("channel");
  message.kind = MessageKind::system;
  message.payload = event.at("type").text();
  message.provider_id = callback.root.at("event_id").id();
  message.at_ms = callback.root.at("event_time").seconds_as_ms();
  message.from = user.is_text() ? user.id() : user.find("id").id();
  message.conversation = channel.is_text() ? channel.id() : message.from;
}

/// Our own user: as set, or as Slack tells for whom it sends the event.
std::string_view our_bot(const JsonReader& callback, const Credentials& credentials) {
  const std::string_view known = credentials.value("bot_user_id");
  if (!known.empty()) return known;
  for (const JsonReader& authorization : callback.find("authorizations").items())
    if (authorization.find("is_bot").flag()) return authorization.find("user_id").text();
  return {};
}

}  // namespace

void read_slack_event(const JsonReader& callback, const Credentials& credentials, Batch& batch) {
  const JsonReader event = callback.at("event");
  const JsonReader app = callback.find("api_app_id");
  const std::string_view wanted = credentials.value("app_id");
  const std::string_view type = event.at("type").text();
  if (event.find("subtype").text() == "message_changed" && !is_edited(event)) return;
  const bool is_file_reaction = type.starts_with("reaction_") && event.find("item").find("type").text() != "message";
  InboundMessage& message = batch.start();
  if (!wanted.empty() && app.id() != wanted) app.refuse("another app", "the channel's app_id");
  message.account = callback.at("team_id").id();
  const Callback shared{callback, our_bot(callback, credentials)};
  message.to = shared.bot_user;
  if (type == "message" || type == "app_mention")
    read_message(event, shared, message);
  else if (type.starts_with("reaction_") && !is_file_reaction)
    read_reaction(event, shared, message);
  else
    read_notice(event, shared, message);
  batch.settle(event);
}

}  // namespace switchroom::connectors
