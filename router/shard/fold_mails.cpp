#include <algorithm>

#include "connectors/mail/mailboxes.hpp"
#include "connectors/mail_delivery.hpp"
#include "router/shard/arrival.hpp"
#include "router/shard/fold.hpp"

// Mails find their ticket by more than their author, and no machine answers them twice a day.

namespace switchroom::shard {

using connectors::InboundMessage;
using connectors::MessageKind;

namespace {
constexpr std::size_t copies_max = 20;
}  // namespace

bool Fold::is_mail(const workspace::Channel& channel) {
  return workspace::family_of(channel.kind) == workspace::Family::email;
}

/// The open ticket that a mail belongs to, whoever wrote it; empty: that is for its author's tickets to say.
TicketId Fold::thread_of(const WorkspaceState& workspace, const workspace::Channel& channel,
                         const InboundMessage& message) const {
  if (!is_mail(channel)) return {};
  const TicketId named =
      threads_.named_by(workspace.id, message, [this](TicketId ticket) { return open_.contains(ticket); });
  if (named || !connectors::opens_ticket(message.kind)) return named;
  const Milliseconds window{workspace.configuration->kind_rules(channel.kind).subject_window_ms};
  return window > Milliseconds{0} ? threads_.with_subject(workspace.id, message, place_.at - window) : TicketId{};
}

/// The closed ticket that a mail which opens another one speaks of; empty: none that is kept.
TicketId Fold::closed_thread_of(const WorkspaceState& workspace, const workspace::Channel& channel,
                                const InboundMessage& message) const {
  return is_mail(channel) ? threads_.closed_named_by(workspace.id, message, place_.at) : TicketId{};
}

/// How long a closed ticket knows its mails: while it may be reopened, and while its customer might go on by its
/// subject.
Milliseconds Fold::thread_kept_for(const WorkspaceState& workspace, const storage::TicketRecord& record) {
  const workspace::Channel* channel = workspace.channel(record.channel);
  if (channel == nullptr || !is_mail(*channel)) return {};
  std::int64_t kept = workspace.configuration->kind_rules(channel->kind).subject_window_ms;
  for (const workspace::Group& group : workspace.configuration->groups)
    if (group.id == workspace.numbering->groups.name_of(record.group.number))
      kept = std::max(kept, group.reopen_within_ms);
  return Milliseconds{kept};
}

void Fold::note_mail(const WorkspaceState& workspace, const workspace::Channel& channel, const Arrival& arrival,
                     TicketId ticket) {
  if (!is_mail(channel)) return;
  const InboundMessage& message = arrival.input.message;
  if (ticket && connectors::opens_ticket(message.kind)) {
    threads_.note_mail(workspace.id, ticket, message, place_.at);
    if (open_.at(ticket).record.customer == arrival.customer)
      threads_.note_copies(ticket, others_of(workspace, message));
  }
  if (message.kind != MessageKind::echo) return;
  // Whoever answers and closes at once hears of the id when the ticket is closed.
  const TicketId closed = closed_thread_of(workspace, channel, message);
  if (closed || ticket) threads_.note_id(workspace.id, closed ? closed : ticket, message.provider_id);
}

/// Whether mail to an address comes to us: an answer to it would be a customer's mail.
bool Fold::is_ours(const WorkspaceState& workspace, std::string_view account, std::string_view address) {
  const std::string wanted = connectors::account_of_address(address);
  const std::string_view domain = std::string_view{wanted}.substr(std::min(wanted.rfind('@'), wanted.size()));
  if (wanted == connectors::account_of_address(account)) return true;
  for (const workspace::Channel& channel : workspace.configuration->channels) {
    const auto setting = std::ranges::find(channel.settings, "addresses", &workspace::ChannelSetting::name);
    if (!is_mail(channel) || setting == channel.settings.end()) continue;
    for (const std::string& own : setting->values)
      if (const std::string known = connectors::account_of_address(own); known == wanted || known == domain)
        return true;
  }
  return false;
}

/// Whom a customer's mail has in copy, the first of them.
std::vector<std::string> Fold::others_of(const WorkspaceState& workspace, const InboundMessage& message) {
  std::vector<std::string> others;
  for (const std::string& address : message.recipients)
    if (others.size() < copies_max && address != message.from && !is_ours(workspace, message.account, address))
      others.push_back(address);
  return others;
}

/// Whom an answer says to have in copy, once each and without its customer. Error: for a channel that has no copies,
/// and for an address of ours.
Result<std::vector<std::string>> Fold::copies_of(const WorkspaceState& workspace, const workspace::Channel& channel,
                                                 const storage::RouteRecord& route,
                                                 const std::vector<std::string>& named) {
  std::vector<std::string> copies;
  if (!named.empty() && !is_mail(channel))
    return std::unexpected(
        Error{Fault::invalid_action, "cc", "a channel of kind " + channel.kind, "a channel of mail"});
  for (const std::string& one : named) {
    std::string address = mail::canonical_address(one);
    if (is_ours(workspace, route.account, address))
      return std::unexpected(Error{Fault::invalid_action, "cc", one, "addresses that are not our own"});
    if (address != mail::canonical_address(route.conversation) && std::ranges::find(copies, address) == copies.end())
      copies.push_back(std::move(address));
  }
  return copies;
}

/// Where the channel's setting `keep_cc` says so: whom the customer had in copy last.
std::vector<std::string> Fold::kept_copies(const workspace::Channel& channel, TicketId ticket) const {
  const auto setting = std::ranges::find(channel.settings, "keep_cc", &workspace::ChannelSetting::name);
  const bool keeps =
      setting != channel.settings.end() && std::ranges::find(setting->values, "true") != setting->values.end();
  const storage::ThreadRecord* thread = keeps && is_mail(channel) ? threads_.find(ticket) : nullptr;
  return thread == nullptr ? std::vector<std::string>{} : thread->copies;
}

/// What an answer by mail says of the mails before it, and by what the next one finds the ticket.
void Fold::put_thread(const WorkspaceState& workspace, TicketId ticket, storage::ErrandRecord& errand) const {
  const workspace::Channel* channel = workspace.channel(errand.channel);
  if (channel == nullptr || !is_mail(*channel)) return;
  errand.thread = threads_.token_of(workspace.id, ticket);
  const storage::ThreadRecord* thread = threads_.find(ticket);
  if (thread == nullptr) return;
  errand.subject = thread->subject;
  errand.in_reply_to = thread->message_id;
  errand.references = thread->references;
}

/// Whether a machine may answer the customer of a ticket (RFC 3834, 2): by mail once a day at most, and only what was
/// written to us by name. If so, this was the one.
bool Fold::take_automatic_answer(const workspace::Channel& channel, TicketId ticket, CustomerId id) {
  constexpr Milliseconds day{24LL * 3600 * 1000};
  if (!is_mail(channel)) return true;
  const storage::ThreadRecord* thread = threads_.find(ticket);
  if (thread != nullptr && thread->blind) return false;
  Customer* customer = customers_.find(id);
  if (customer == nullptr) return false;
  Instant& last = customer->record.last_automatic;
  const bool today = last != Instant{} && last <= place_.at && place_.at - last < day;  // later: the clock was set back
  if (today) return false;
  last = place_.at;
  touch(id, *customer);
  return true;
}

void Fold::put_threads() {
  threads_.forget_closed(place_.at);
  for (const TicketId ticket : threads_.take_changed()) {
    const storage::ThreadRecord* thread = threads_.find(ticket);
    if (thread == nullptr)
      batch_->commit.drop_thread(ticket);
    else
      batch_->commit.put_thread(ticket, *thread);
  }
}

}  // namespace switchroom::shard
