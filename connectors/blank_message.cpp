#include "connectors/blank_message.hpp"

#include <cstddef>
#include <vector>

namespace switchroom::connectors {
namespace {

constexpr std::size_t kept_bytes_max = 1024;

void blank(std::string& text) {
  if (text.capacity() > kept_bytes_max)
    text = {};
  else
    text.clear();
}
template <class Value>
void blank(std::vector<Value>& list) {
  if (list.capacity() > 0) list = {};
}

}  // namespace

void make_blank(InboundMessage& message) {
  auto& [provider_id, kind, from, from_alias, to, account, conversation, at_ms, text, payload, ref, reply_to,
         reply_token, thread, status, error, media, location, name, phone, language, subject, in_reply_to, references,
         auto_submitted, recipients, part, blind] = message;
  const auto blank_all = [](auto&... fields) { (blank(fields), ...); };
  blank_all(provider_id, from, from_alias, to, account, conversation, text, payload, ref, reply_to, reply_token, thread,
            error, media, name, phone, language, subject, in_reply_to, references, auto_submitted, recipients,
            location.name, location.address, part.ref);
  part.number = part.total = 0;
  blind = false;
  kind = MessageKind::text;
  status = DeliveryStatus::none;
  at_ms = 0;
  location.present = false;
  location.latitude = location.longitude = 0;
}

}  // namespace switchroom::connectors
