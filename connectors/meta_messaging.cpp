#include "connectors/meta_messaging.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "connectors/batch.hpp"
#include "connectors/joined.hpp"
#include "connectors/meta_content.hpp"
#include "connectors/reply_id.hpp"

namespace switchroom::connectors {
namespace {

// --- events ----------------------------------------------------------------------------------------------------------

/// One event: who, to whom, when.
struct Event {
  JsonReader event;
  std::string_view account;
  std::string_view key;  ///< the member that says what it is
};

/// An id for what has none of its own.
std::string made_id(std::string_view about, std::string_view what, const InboundMessage& message) {
  std::string id;
  join({about, ":", what, ":", std::to_string(message.at_ms)}, id);
  return id;
}

void read_message(const JsonReader& item, const Event&, InboundMessage& message) {
  message.provider_id = item.at("mid").id();
  if (item.find("is_deleted").flag()) {
    message.kind = MessageKind::deletion;
    message.ref = message.provider_id;
    message.provider_id += ":deleted";
    return;
  }
  read_meta_content(item, message);
  if (!item.find("is_echo").flag()) return;
  message.kind = MessageKind::echo;
  message.conversation = message.to;
  message.payload = item.find("metadata").text();
  message.ref = reply_id_in(message.payload);
}

void read_postback(const JsonReader& item, const Event& event, InboundMessage& message) {
  message.kind = MessageKind::button;
  message.provider_id = item.find("mid").id();
  if (message.provider_id.empty()) message.provider_id = made_id(message.from, event.key, message);
  message.text = item.find("title").text();
  message.payload = item.find("payload").text();
}

void read_edit(const JsonReader& item, const Event&, InboundMessage& message) {
  message.kind = MessageKind::edit;
  message.ref = item.at("mid").id();
  join({message.ref, ":edit:", item.find("num_edit").id()}, message.provider_id);
  message.text = item.find("text").text();
}

void read_reaction(const JsonReader& item, const Event&, InboundMessage& message) {
  message.kind = MessageKind::reaction;
  message.ref = item.at("mid").id();
  const std::string_view action = item.at("action").text();
  message.provider_id = made_id(message.ref, action, message);
  if (action == "unreact") return;
  message.text = item.find("emoji").text();
  message.payload = item.find("reaction").text();
}

void read_notice(const JsonReader&, const Event& event, InboundMessage& message) {
  message.kind = MessageKind::system;
  message.provider_id = made_id(message.from, event.key, message);
  message.payload = event.key;
}

using ReadEvent = void (*)(const JsonReader& item, const Event& event, InboundMessage& message);
struct EventKey {
  std::string_view key;
  ReadEvent read;
};
constexpr std::array event_keys{
    EventKey{"message", read_message},
    EventKey{"postback", read_postback},
    EventKey{"message_edit", read_edit},
    EventKey{"reaction", read_reaction},
    EventKey{"optin", read_notice},
    EventKey{"referral", read_notice},
    EventKey{"pass_thread_control", read_notice},
    EventKey{"take_thread_control", read_notice},
    EventKey{"request_thread_control", read_notice},
    EventKey{"app_roles", read_notice},
    EventKey{"policy_enforcement", read_notice},
    EventKey{"policy-enforcement", read_notice},
    EventKey{"account_linking", read_notice},
};

void read_parties(const Event& event, InboundMessage& message) {
  message.account = event.account;
  message.from = event.event.find("sender").find("id").id();
  message.to = event.event.find("recipient").find("id").id();
  message.conversation = message.from;
  message.at_ms = event.event.find("timestamp").ms();
}

void add_receipt(const Event& event, std::string_view ref, std::int64_t watermark, Batch& batch) {
  const bool read = event.key == "read";
  InboundMessage& message = batch.start();
  read_parties(event, message);
  message.kind = MessageKind::status;
  message.status = read ? DeliveryStatus::read : DeliveryStatus::delivered;
  if (watermark > 0) message.at_ms = watermark;
  message.ref = ref;
  if (ref.empty())
    message.provider_id = made_id(message.from, event.key, message);
  else
    join({ref, ":", event.key}, message.provider_id);
  batch.settle(event.event);
}

/// Of single messages (`mid`, `mids`), or of all up to the watermark.
void read_receipt(const JsonReader& item, const Event& event, Batch& batch) {
  const std::int64_t watermark = item.find("watermark").ms();
  if (const JsonReader mid = item.find("mid")) return add_receipt(event, mid.id(), watermark, batch);
  bool any = false;
  for (const JsonReader& mid : item.find("mids").items()) {
    add_receipt(event, mid.id(), watermark, batch);
    any = true;
  }
  if (any) return;
  item.at("watermark");
  add_receipt(event, {}, watermark, batch);
}

void read_event(Event event, bool standby, Batch& batch) {
  for (const std::string_view key : {"delivery", "read"}) {
    const JsonReader item = event.event.find(key);
    event.key = key;
    if (item) return read_receipt(item, event, batch);
  }
  for (const EventKey& known : event_keys) {
    const JsonReader item = event.event.find(known.key);
    if (!item) continue;
    event.key = known.key;
    InboundMessage& message = batch.start();
    read_parties(event, message);
    known.read(item, event, message);
    if (message.from.empty() && message.kind != MessageKind::system) event.event.at("sender").at("id");
    if (standby && message.kind != MessageKind::echo) {
      message.kind = MessageKind::system;
      message.payload = "standby";
    }
    return batch.settle(event.event);
  }
  event.event.refuse("no known kind of event", "message, postback, delivery, read …");
  batch.refused(event.event);
}

void read_entry(const JsonReader& entry, std::string_view wanted, Batch& batch) {
  const JsonReader id = entry.at("id");
  const Event shared{.event = {}, .account = id.id(), .key = {}};
  if (!wanted.empty() && shared.account != wanted) id.refuse("another account", "the channel's own");
  if (batch.refused(entry)) return;
  for (const bool standby : {false, true})
    for (const JsonReader& item : entry.find(standby ? "standby" : "messaging").items()) {
      Event event = shared;
      event.event = item;
      read_event(std::move(event), standby, batch);
    }
}

void read_webhook(const JsonReader& root, std::string_view object, std::string_view wanted, Batch& batch) {
  const JsonReader word = root.at("object");
  if (word.text() != object) word.refuse("another object", object);
  const JsonReader entries = root.at("entry");
  if (batch.refused(root)) return;
  for (const JsonReader& entry : entries.items()) {
    read_entry(entry, wanted, batch);
    batch.refused(entry);
  }
}

}  // namespace

Result<Delivery> read_meta_messaging(const Request& request, std::string_view object, std::string_view wanted) {
  JsonReader::Document document{request};
  const JsonReader root = document.root();
  Batch batch{document};
  if (!root.is_list()) {
    read_webhook(root, object, wanted, batch);
  } else {
    for (const JsonReader& element : root.items()) read_webhook(element, object, wanted, batch);
  }
  return std::move(batch).finish();
}

}  // namespace switchroom::connectors
