#include "connectors/zalo_event.hpp"

#include <string>

#include "connectors/joined.hpp"
#include "connectors/zalo_content.hpp"

namespace switchroom::connectors {
namespace {

/// Events without a message's id are recognised by person, time and name.
void name_event(const JsonReader& event, std::string_view name, InboundMessage& message) {
  join({message.conversation, ":", event.at("timestamp").id(), ":", name}, message.provider_id);
}

/// The customer writes. Anonymous visitors have ids of a space of their own.
void read_customer(const JsonReader& event, bool anonymous, InboundMessage& message) {
  join({anonymous ? "anonymous:" : "", event.at("sender").at("id").id()}, message.from);
  message.from_alias = event.find("user_id_by_app").id();
  message.account = message.to = event.at("recipient").at("id").id();
  JsonReader conversation = event.find("conversation_id");
  if (!conversation) conversation = event.find("message").find("conversation_id");
  message.conversation = anonymous && conversation ? conversation.id() : message.from;
}

/// The account is the sender, also of receipts.
void read_account_side(const JsonReader& event, InboundMessage& message) {
  message.account = event.at("sender").at("id").id();
  message.conversation = event.at("recipient").at("id").id();
}

void read_echo(const JsonReader& event, std::string_view what, InboundMessage& message) {
  read_account_side(event, message);
  read_zalo_content(event.at("message"), what, message);
  message.kind = MessageKind::echo;
  message.from = message.account;
  message.to = message.conversation;
}

void read_receipt(const JsonReader& event, std::string_view ref, DeliveryStatus status, InboundMessage& message) {
  read_account_side(event, message);
  message.from = message.conversation;
  message.to = message.account;
  message.kind = MessageKind::status;
  message.status = status;
  message.ref = ref;
  join({ref, status == DeliveryStatus::read ? ":read" : ":delivered"}, message.provider_id);
}

void read_reaction(const JsonReader& event, InboundMessage& message) {
  const JsonReader item = event.at("message");
  read_customer(event, false, message);
  message.kind = MessageKind::reaction;
  message.ref = item.at("msg_id").id();
  message.text = item.find("react_icon").text();
  name_event(event, "reaction:" + message.ref, message);
}

void read_click(const JsonReader& event, std::string_view name, InboundMessage& message) {
  const JsonReader item = event.find("message");
  message.kind = MessageKind::button;
  message.text = item.find("text").text();
  message.payload = name;
  message.provider_id = item.find("msg_id").id();
  if (message.provider_id.empty()) name_event(event, name, message);
}

/// The customer gave name and number in a form of the account.
void read_form(const JsonReader& event, std::string_view name, InboundMessage& message) {
  const JsonReader info = event.at("info");
  message.kind = MessageKind::contact;
  message.text = info.find("name").text();
  message.payload = info.find("phone").id();
  name_event(event, name, message);
}

void read_following(const JsonReader& event, std::string_view name, InboundMessage& message) {
  message.kind = MessageKind::system;
  message.from = message.conversation = event.at("follower").at("id").id();
  message.account = event.find("oa_id").id();
  message.payload = name;
  name_event(event, name, message);
}

bool take_prefix(std::string_view& name, std::string_view prefix) {
  if (!name.starts_with(prefix)) return false;
  name.remove_prefix(prefix.size());
  return true;
}

/// What a customer does. False: nothing to tell anyone.
bool read_customer_event(const JsonReader& event, const std::string_view name, InboundMessage& message) {
  std::string_view what = name;
  const bool anonymous = take_prefix(what, "anonymous_");
  if (!anonymous && !take_prefix(what, "user_")) return false;
  if (what == "reacted_message") return read_reaction(event, message), true;
  const bool clicked = what.starts_with("click_");
  const bool form = what == "submit_info";
  if (!clicked && !form && !take_prefix(what, "send_")) return false;
  read_customer(event, anonymous, message);
  if (clicked)
    read_click(event, name, message);
  else if (form)
    read_form(event, name, message);
  else
    read_zalo_content(event.at("message"), what, message);
  return true;
}

/// A receipt for each message that the customer has seen.
void read_seen(const JsonReader& event, std::int64_t at_ms, Batch& batch) {
  for (const JsonReader& id : event.at("message").at("msg_ids").items()) {
    InboundMessage& receipt = batch.start();
    receipt.at_ms = at_ms;
    read_receipt(event, id.id(), DeliveryStatus::read, receipt);
    batch.settle(event);
  }
}

}  // namespace

void read_zalo_event(const JsonReader& event, std::string_view name, Batch& batch) {
  const std::int64_t at_ms = event.at("timestamp").ms();
  if (name == "user_seen_message") return read_seen(event, at_ms, batch);
  std::string_view what = name;
  InboundMessage& message = batch.start();
  message.at_ms = at_ms;
  if (take_prefix(what, "oa_send_"))
    read_echo(event, what, message);
  else if (name == "user_received_message")
    read_receipt(event, event.at("message").at("msg_id").id(), DeliveryStatus::delivered, message);
  else if (name == "follow" || name == "unfollow")
    read_following(event, name, message);
  else if (!read_customer_event(event, name, message))
    return batch.withdraw();
  batch.settle(event);
}

}  // namespace switchroom::connectors
