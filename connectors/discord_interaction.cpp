#include "connectors/discord_interaction.hpp"

#include <string>
#include <string_view>

#include "connectors/media_kind.hpp"

namespace switchroom::connectors {
namespace {

enum Type : std::int64_t { command = 2, component = 3, dialog = 5 };
enum OptionType : std::int64_t { subcommand = 1, subcommand_group = 2, attachment = 11 };
enum CommandType : std::int64_t { on_message = 3 };

/// An attachment by its id; its file name.
std::string_view read_attachment(const JsonReader& data, std::string_view id, InboundMessage& message) {
  const JsonReader file = data.at("resolved").at("attachments").at(id);
  Attachment& attachment = message.media.emplace_back();
  attachment.id = id;
  attachment.url = file.find("url").text();
  attachment.mime_type = file.find("content_type").text();
  attachment.filename = file.find("filename").text();
  attachment.kind = kind_of_media_type(attachment.mime_type);
  return file.find("filename").text();
}

std::string value_of(const JsonReader& value) { return value.is_text() ? std::string{value.text()} : value.json(); }

/// ` sub opt:value`; groups and subcommands hold options of their own.
void read_options(const JsonReader& options, const JsonReader& data, InboundMessage& message) {
  for (const JsonReader& option : options.items()) {
    const std::int64_t type = option.at("type").integer();
    message.text.append(" ").append(option.at("name").text());
    if (type == subcommand || type == subcommand_group) {
      read_options(option.find("options"), data, message);
      continue;
    }
    message.text += ':';
    const JsonReader value = option.at("value");
    if (type == attachment)
      message.text += read_attachment(data, value.text(), message);
    else
      message.text += value_of(value);
  }
}

void read_command(const JsonReader& data, InboundMessage& message) {
  message.kind = MessageKind::command;
  message.text = '/' + std::string{data.at("name").text()};
  read_options(data.find("options"), data, message);
  if (data.find("type").integer() == on_message) message.reply_to = data.at("target_id").id();
}

/// The label of the component with that id, or of its option with that value.
std::string_view label_of(const JsonReader& components, std::string_view custom_id, std::string_view value) {
  for (const JsonReader& item : components.items()) {
    if (const std::string_view label = label_of(item.find("components"), custom_id, value); !label.empty())
      return label;
    if (item.find("custom_id").text() != custom_id) continue;
    if (value.empty()) return item.find("label").text();
    for (const JsonReader& option : item.find("options").items())
      if (option.find("value").text() == value) return option.find("label").text();
  }
  return {};
}

/// A button's hidden value is its id; a menu has chosen values.
void read_choice(const JsonReader& interaction, const JsonReader& data, InboundMessage& message) {
  const JsonReader shown = interaction.find("message");
  const std::string_view custom_id = data.at("custom_id").text();
  message.kind = MessageKind::button;
  message.reply_to = shown.find("id").id();
  for (const JsonReader& value : data.find("values").items()) {
    const std::string_view label = label_of(shown.find("components"), custom_id, value.text());
    message.payload.append(message.payload.empty() ? "" : ",").append(value.text());
    message.text.append(message.text.empty() ? "" : ", ").append(label.empty() ? value.text() : label);
  }
  if (!message.payload.empty()) return;
  message.payload = custom_id;
  message.text = label_of(shown.find("components"), custom_id, {});
}

/// What was typed or chosen, a line each: in rows (old) or under labels (new).
void read_answers(const JsonReader& components, InboundMessage& message) {
  const auto add = [&](std::string_view text) {
    if (!text.empty()) message.text.append(message.text.empty() ? "" : "\n").append(text);
  };
  for (const JsonReader& item : components.items()) {
    read_answers(item.find("components"), message);
    const JsonReader nested = item.find("component");
    const JsonReader& input = nested ? nested : item;
    add(input.find("value").text());
    for (const JsonReader& value : input.find("values").items()) add(value.text());
  }
}

}  // namespace

void read_discord_interaction(const JsonReader& interaction, InboundMessage& message) {
  const std::int64_t type = interaction.at("type").integer();
  const JsonReader data = interaction.find("data");
  if (type == command) return read_command(interaction.at("data"), message);
  if (type == component) return read_choice(interaction, interaction.at("data"), message);
  message.kind = type == dialog ? MessageKind::button : MessageKind::unsupported;
  message.payload = type == dialog ? std::string{data.at("custom_id").text()} : interaction.at("type").id();
  if (type == dialog) read_answers(data.at("components"), message);
}

}  // namespace switchroom::connectors
