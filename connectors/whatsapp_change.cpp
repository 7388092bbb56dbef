#include "connectors/whatsapp_change.hpp"

#include <string>
#include <string_view>

#include "config/vocabulary/words.hpp"
#include "connectors/joined.hpp"
#include "connectors/phone.hpp"
#include "connectors/whatsapp_content.hpp"

namespace switchroom::connectors {
namespace {

// --- who wrote it ----------------------------------------------------------------------------------------------------

/// What all items of one `value` share.
struct Line {
  JsonReader value;
  JsonReader phone_number_id;
  std::string_view account;
  std::string number;
  bool ours = true;  ///< false: for another number than the channel's
};

Line read_line(const JsonReader& value, const Credentials& credentials) {
  const JsonReader metadata = value.at("metadata");
  Line line;
  line.value = value;
  line.phone_number_id = metadata.at("phone_number_id");
  line.account = line.phone_number_id.id();
  line.number = plain_number(metadata.find("display_phone_number").text());
  const std::string_view wanted = credentials.value("phone_number_id");
  line.ours = wanted.empty() || line.account == wanted;
  return line;
}

/// The E.164 number under `number_key`, or else the business-scoped user id under `user_key`; whoever hides the number
/// has only the latter.
struct Party {
  std::string address;
  std::string_view user_id;
};

Party read_party(const JsonReader& item, std::string_view number_key, std::string_view user_key) {
  Party party;
  party.user_id = item.find(user_key).id();
  if (const JsonReader number = item.find(number_key)) {
    party.address = e164(number.id()).value_or("");
    if (party.address.empty()) number.refuse("another text", "the digits of a telephone number");
  }
  return party;
}

bool is_contact_of(const JsonReader& contact, const Party& party) {
  if (const JsonReader number = contact.find("wa_id"); number && !party.address.empty())
    return std::string_view{party.address}.substr(1) == number.id();
  return !party.user_id.empty() && contact.find("user_id").id() == party.user_id;
}

/// Name and second address from `contacts[]`. Without any address in the message a single contact is its author.
void read_author(const JsonReader& item, const Line& line, InboundMessage& message) {
  Party party = read_party(item, "from", "from_user_id");
  const bool nameless = party.address.empty() && party.user_id.empty();
  for (const JsonReader& contact : line.value.find("contacts").items()) {
    if (!nameless && !is_contact_of(contact, party)) continue;
    if (party.user_id.empty()) party.user_id = contact.find("user_id").id();
    const JsonReader profile = contact.find("profile");
    message.name = profile.find("name").text();
    if (message.name.empty()) message.name = profile.find("username").text();
    break;
  }
  const bool numbered = !party.address.empty();
  message.from = numbered ? party.address : party.user_id;
  if (numbered) message.from_alias = party.user_id;
  if (message.from.empty()) item.at("from");  // records that it is missing
}

// --- the three kinds of items ----------------------------------------------------------------------------------------

void read_message(const JsonReader& item, const Line& line, InboundMessage& message) {
  message.provider_id = item.at("id").id();
  message.at_ms = item.at("timestamp").seconds_as_ms();
  message.to = line.number;
  read_author(item, line, message);
  read_whatsapp_content(item, message);
  message.reply_to = item.find("context").find("id").id();
  const JsonReader group = item.find("group_id");
  message.conversation = group ? group.id() : message.from;
}

/// A message that our side wrote in the Business app, or its edit or deletion (told by `payload`).
void read_echo(const JsonReader& item, const Line& line, InboundMessage& message) {
  message.provider_id = item.at("id").id();
  message.at_ms = item.at("timestamp").seconds_as_ms();
  const Party customer = read_party(item, "to", "to_user_id");
  message.to = customer.address.empty() ? customer.user_id : customer.address;
  if (message.to.empty()) item.at("to");
  read_whatsapp_content(item, message);
  if (message.kind == MessageKind::edit) message.payload = "edit";
  if (message.kind == MessageKind::deletion) message.payload = "delete";
  message.kind = MessageKind::echo;
  message.from = line.number;
  message.conversation = message.to;
  message.reply_to = item.find("context").find("id").id();
}

DeliveryStatus status_of(const JsonReader& status) {
  const std::string_view word = status.text();
  if (word == "played") return DeliveryStatus::read;  // a voice message was listened to
  const auto known = from_word<DeliveryStatus>(delivery_status_names, word);
  if (!known || *known == DeliveryStatus::none)
    status.refuse(word.substr(0, 40), "sent, delivered, read, failed or played");
  return known.value_or(DeliveryStatus::none);
}

/// A receipt. Its id is the message's id and the status, since each of them comes once.
void read_status(const JsonReader& item, const Line& line, InboundMessage& message) {
  message.kind = MessageKind::status;
  message.ref = item.at("id").id();
  message.payload = item.find("biz_opaque_callback_data").text();  // our own id of the reply
  message.status = status_of(item.at("status"));
  join({message.ref, ":", item.find("status").text()}, message.provider_id);
  message.at_ms = item.at("timestamp").seconds_as_ms();
  message.to = line.number;
  message.from = plain_number(item.find("recipient_id").id());
  if (message.from.empty()) message.from = item.at("recipient_user_id").id();
  message.conversation = message.from;
  for (const JsonReader& error : item.find("errors").items()) {
    message.error = error.find("code").id();
    message.text = error.find("title").text();
    break;
  }
}

// --- the delivery ----------------------------------------------------------------------------------------------------

using ReadItem = void (*)(const JsonReader& item, const Line& line, InboundMessage& message);

void read_items(const JsonReader& items, const Line& line, ReadItem read, Batch& batch) {
  for (const JsonReader& item : items.items()) {
    InboundMessage& message = batch.start();
    message.account = line.account;
    if (!line.ours) line.phone_number_id.refuse(line.account.substr(0, 40), "the channel's phone_number_id");
    read(item, line, message);
    batch.settle(item);
  }
}

}  // namespace

void read_whatsapp_change(const JsonReader& change, const Credentials& credentials, Batch& batch) {
  const std::string_view field = change.at("field").text();
  if (field != "messages" && field != "smb_message_echoes") return;  // account news: nobody wrote anything
  const Line line = read_line(change.at("value"), credentials);
  if (batch.refused(change)) return;
  if (field == "smb_message_echoes") return read_items(line.value.find("message_echoes"), line, read_echo, batch);
  read_items(line.value.find("messages"), line, read_message, batch);
  read_items(line.value.find("statuses"), line, read_status, batch);
}

}  // namespace switchroom::connectors
