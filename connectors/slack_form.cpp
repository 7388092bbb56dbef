#include "connectors/slack_form.hpp"

#include <array>
#include <string>
#include <utility>

#include "connectors/batch.hpp"
#include "connectors/form_reader.hpp"
#include "connectors/joined.hpp"
#include "connectors/slack_time.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

std::string utf8(std::string_view bytes) {
  std::string text;
  append_utf8(bytes, text);
  return text;
}

// --- choices ---------------------------------------------------------------------------------------------------------

/// The visible label is the text, the hidden value the payload; of a menu both come from the chosen option.
void read_choice(const JsonReader& action, InboundMessage& message) {
  message.kind = MessageKind::button;
  message.text = action.find("text").find("text").text();
  message.payload = action.find("value").text();
  if (const JsonReader option = action.find("selected_option")) {
    message.text = option.find("text").find("text").text();
    message.payload = option.find("value").text();
  }
  for (const JsonReader& option : action.find("selected_options").items()) {
    message.text += (message.text.empty() ? "" : ", ") + std::string{option.find("text").find("text").text()};
    message.payload += (message.payload.empty() ? "" : ",") + std::string{option.find("value").text()};
  }
  for (const std::string_view picked : {"selected_date", "selected_time", "selected_user", "selected_channel"})
    if (message.text.empty()) message.text = action.find(picked).text();
  if (message.payload.empty()) message.payload = action.find("action_id").text();
}

void read_person(const JsonReader& payload, const Credentials& credentials, InboundMessage& message) {
  const JsonReader user = payload.at("user");
  message.from = user.at("id").id();
  message.name = user.find("name").text();
  if (message.name.empty()) message.name = user.find("username").text();
  message.account = payload.find("team").find("id").id();
  message.to = credentials.value("bot_user_id");
  const JsonReader channel = payload.find("channel").find("id");
  message.conversation = channel ? channel.id() : message.from;
  message.reply_token = payload.find("response_url").text();
}

/// Each action of a delivery is a message of its own.
void read_actions(const JsonReader& payload, const Credentials& credentials, Batch& batch) {
  const JsonReader shown = payload.find("message");
  for (const JsonReader& action : payload.at("actions").items()) {
    InboundMessage& message = batch.start();
    read_person(payload, credentials, message);
    read_choice(action, message);
    const JsonReader ts = action.at("action_ts");
    message.at_ms = ms_of_slack_time(ts);
    const JsonReader of = shown ? shown.at("ts") : payload.find("container").find("view_id");
    const std::string about = slack_id(message.conversation, of.text());
    message.provider_id = about + ':' + std::string{ts.text()};
    if (shown) message.reply_to = about;
    message.thread = shown.find("thread_ts").text();
    batch.settle(action);
  }
}

/// A dialog that was sent off: its answers are JSON.
void read_dialog(const JsonReader& payload, const Credentials& credentials, Batch& batch) {
  const JsonReader view = payload.at("view");
  InboundMessage& message = batch.start();
  read_person(payload, credentials, message);
  message.kind = MessageKind::button;
  join({view.at("id").id(), ":", view.find("hash").id()}, message.provider_id);
  message.text = view.find("title").find("text").text();
  message.payload = view.at("state").find("values").json();
  batch.settle(payload);
}

/// A shortcut, maybe on a message.
void read_shortcut(const JsonReader& payload, const Credentials& credentials, Batch& batch) {
  InboundMessage& message = batch.start();
  read_person(payload, credentials, message);
  message.kind = MessageKind::command;
  message.provider_id = payload.at("trigger_id").id();
  message.at_ms = ms_of_slack_time(payload.at("action_ts"));
  message.text = payload.at("callback_id").text();
  if (const JsonReader on = payload.find("message"))
    message.reply_to = slack_id(message.conversation, on.at("ts").text());
  batch.settle(payload);
}

Result<Delivery> read_interaction(std::string_view json, const Credentials& credentials) {
  JsonReader::Document document{json};
  const JsonReader payload = document.root();
  const std::string_view type = payload.at("type").text();
  Batch batch{document};
  if (type == "block_actions")
    read_actions(payload, credentials, batch);
  else if (type == "view_submission")
    read_dialog(payload, credentials, batch);
  else if (type == "shortcut" || type == "message_action")
    read_shortcut(payload, credentials, batch);
  else if (type != "block_suggestion" && type != "view_closed")
    payload.at("type").refuse("an unknown type", "block_actions, view_submission, shortcut or message_action");
  return std::move(batch).finish();
}

// --- slash commands --------------------------------------------------------------------------------------------------

Result<Delivery> read_command(const Form& form, const Credentials& credentials) {
  for (const std::string_view needed : {"command", "user_id", "channel_id", "trigger_id"})
    if (form.value(needed).empty())
      return std::unexpected{Error{Fault::undecodable_message, std::string{needed}, "nothing", "a value"}};
  Delivery delivery;
  InboundMessage& message = delivery.messages.emplace_back();
  message.kind = MessageKind::command;
  message.provider_id = utf8(form.value("trigger_id"));
  message.from = utf8(form.value("user_id"));
  message.name = utf8(form.value("user_name"));
  message.account = utf8(form.value("team_id"));
  message.to = credentials.value("bot_user_id");
  message.conversation = utf8(form.value("channel_id"));
  message.text = utf8(form.value("command"));
  if (const std::string_view rest = form.value("text"); !rest.empty()) message.text += ' ' + utf8(rest);
  message.reply_token = utf8(form.value("response_url"));
  return delivery;
}

}  // namespace

Result<Delivery> read_slack_form(const Request& request, const Credentials& credentials) {
  const Result<Form> form = Form::read(request.body);
  if (!form) {
    const Error& error = form.error();
    return std::unexpected{Error{Fault::undecodable_message, error.where, error.found, error.expected}};
  }
  if (const auto payload = form->find("payload")) return read_interaction(*payload, credentials);
  return read_command(*form, credentials);
}

}  // namespace switchroom::connectors
