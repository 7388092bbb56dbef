#include "router/shard/arrival.hpp"

namespace switchroom::shard {

classify::Facts facts_of(const workspace::Channel& channel, const connectors::InboundMessage& message,
                         const storage::CustomerFacts& customer, Instant at) {
  thread_local std::vector<std::string_view> attachments, tags;
  thread_local std::vector<classify::Attribute> attributes;
  attachments.clear();
  attributes.clear();
  for (const connectors::Attachment& one : message.media)
    attachments.push_back(word_of(connectors::message_kind_names, one.kind));
  tags.assign(customer.tags.begin(), customer.tags.end());
  for (const auto& [name, value] : customer.attributes) attributes.push_back({name, value});
  classify::Facts facts{.text = message.text, .channel = channel.id, .channel_kind = channel.kind};
  facts.customer_level = customer.level;
  facts.customer_language = customer.language;
  facts.customer_tags = tags;
  facts.customer_attributes = attributes;
  facts.attachments = attachments;
  facts.at = at;
  return facts;
}

engine::Arrive arrival_of(const WorkspaceState& workspace, const workspace::Channel& channel, TicketId ticket,
                          Units units, workspace::Classification found) {
  return {.ticket = ticket,
          .units = units,
          .channel_group = GroupId{workspace.numbering->groups.find(channel.group)},
          .found = std::move(found),
          .kind = ChannelKindId{workspace.numbering->channel_kinds.find(channel.kind)}};
}

}  // namespace switchroom::shard
