// Ids and subjects are kept as 64-bit digests under the shard's key: nobody outside can make two that look alike. Each
// stands in one ticket at a time, so what is loaded after a restart is what was in memory before.
#include "router/shard/threads.hpp"

#include <algorithm>
#include <utility>

#include "connectors/mail/mailboxes.hpp"
#include "connectors/mail/threading.hpp"
#include "storage/records/codec.hpp"
#include "storage/records/fingerprint.hpp"

namespace switchroom::shard {
namespace {

using connectors::InboundMessage;

constexpr std::size_t subject_bytes_max = 998;
constexpr std::size_t references_bytes_max = 4096;
constexpr std::size_t references_max = 40;
constexpr std::size_t id_weight = 32, subject_weight = 48;  // each with its place in a map

/// All ids that a mail or a report names, the nearest first.
std::vector<std::string_view> ids_in(const InboundMessage& message) {
  std::vector<std::string_view> ids;
  for (const std::string_view id : {std::string_view{message.ref}, std::string_view{message.in_reply_to}})
    if (!id.empty()) ids.push_back(id);
  ids.insert(ids.end(), message.references.rbegin(), message.references.rend());
  return ids;
}

/// Amazon SES and Postmark give a mail of ours an id of their own, and tell us only what stands before the `@`.
std::string_view told_part(std::string_view message_id) {
  const std::size_t at = message_id.rfind('@');
  const std::string_view domain = at == message_id.npos ? std::string_view{} : message_id.substr(at);
  const bool theirs = domain.ends_with(".amazonses.com") || domain == "@mtasv.net";
  return theirs ? message_id.substr(0, at) : std::string_view{};
}

/// What stands in front of this mail in its thread (RFC 5322, 3.6.4); the middle gives way.
std::vector<std::string> references_of(const InboundMessage& message) {
  std::vector<std::string> ids = message.references;
  if (ids.empty() && !message.in_reply_to.empty()) ids.push_back(message.in_reply_to);
  std::size_t size = 0;
  for (const std::string& id : ids) size += id.size();
  while (ids.size() > references_max || (size > references_bytes_max && !ids.empty())) {
    const auto least = ids.size() > 1 ? ids.begin() + 1 : ids.begin();
    size -= least->size();
    ids.erase(least);
  }
  return ids;
}

std::string shortened(std::string_view text) {
  std::size_t size = std::min(text.size(), subject_bytes_max);
  while (size > 0 && size < text.size() && (text[size] & 0xC0) == 0x80) --size;
  return std::string{text.substr(0, size)};
}

/// What a record takes in memory, roughly: with its places in the maps.
std::size_t weight_of(const storage::ThreadRecord& record) {
  std::size_t bytes = sizeof record + record.subject.size() + record.message_id.size();
  bytes += id_weight * record.ids.size() + subject_weight * record.subjects.size();
  for (const std::string& id : record.references) bytes += sizeof id + id.size();
  for (const std::string& address : record.copies) bytes += sizeof address + address.size();
  return bytes;
}

}  // namespace

void Threads::restore(TicketId ticket, storage::ThreadRecord record) {
  for (const std::uint64_t id : record.ids) by_id_.insert_or_assign(id, ticket);
  for (const storage::ThreadSubject& subject : record.subjects)
    by_subject_.insert_or_assign(subject.digest, Named{ticket, subject.at});
  if (record.kept_until != Instant{}) {
    closed_bytes_ += weight_of(record);
    closed_.emplace(record.kept_until, ticket);
  }
  records_.insert_or_assign(ticket, std::move(record));
}

TicketId Threads::named_by(WorkspaceId workspace, const InboundMessage& message,
                           const std::function<bool(TicketId)>& is_open) const {
  return named_by(workspace, message, is_open, [this](TicketId ticket) { return this->is_open(ticket); });
}

TicketId Threads::closed_named_by(WorkspaceId workspace, const InboundMessage& message, Instant now) const {
  const auto is_kept = [this, now](TicketId ticket) {
    const storage::ThreadRecord* record = find(ticket);
    return record != nullptr && record->kept_until > now;
  };
  return named_by(workspace, message, is_kept, is_kept);
}

TicketId Threads::named_by(WorkspaceId workspace, const InboundMessage& message, const Accepts& accepted_by_token,
                           const Accepts& accepted_by_id) const {
  const auto by_token = [&](std::string_view token) {
    const TicketId ticket = ticket_of_token(key_, shard_, workspace, token);
    return ticket && accepted_by_token(ticket) ? ticket : TicketId{};
  };
  if (const TicketId ticket = by_token(message.thread)) return ticket;
  for (const std::string& recipient : message.recipients)
    if (const TicketId ticket = by_token(mail::plus_token(recipient))) return ticket;
  const std::vector<std::string_view> ids = ids_in(message);
  for (const std::string_view id : ids)
    if (const TicketId ticket = by_token(token_in_id(id))) return ticket;
  for (const std::string_view id : ids)
    if (const TicketId ticket = known(workspace, id); ticket && accepted_by_id(ticket)) return ticket;
  return {};
}

TicketId Threads::known(WorkspaceId workspace, std::string_view message_id) const {
  for (const std::string_view text : {message_id, told_part(message_id)}) {
    if (text.empty()) continue;
    const auto found = by_id_.find(digest_of_id(workspace, text));
    if (found != by_id_.end()) return found->second;
  }
  return {};
}

TicketId Threads::with_subject(WorkspaceId workspace, const InboundMessage& message, Instant earliest) const {
  const auto digest = digest_of_subject(workspace, message);
  const auto found = digest ? by_subject_.find(*digest) : by_subject_.end();
  if (found == by_subject_.end() || found->second.at < earliest || !is_open(found->second.ticket)) return {};
  return found->second.ticket;
}

void Threads::note_id(WorkspaceId workspace, TicketId ticket, std::string_view message_id) {
  if (message_id.empty()) return;
  const std::uint64_t digest = digest_of_id(workspace, message_id);
  if (!by_id_.emplace(digest, ticket).second) return;
  storage::ThreadRecord& record = change(ticket);
  record.ids.push_back(digest);
  if (record.ids.size() > thread_ids_max) {
    by_id_.erase(record.ids.front());
    record.ids.erase(record.ids.begin());
  } else if (record.kept_until != Instant{}) {
    closed_bytes_ += id_weight;
  }
}

void Threads::note_mail(WorkspaceId workspace, TicketId ticket, const InboundMessage& message, Instant at) {
  note_id(workspace, ticket, message.provider_id);
  if (const auto digest = digest_of_subject(workspace, message)) note_subject(ticket, *digest, at);
  storage::ThreadRecord& record = change(ticket);
  record.subject = shortened(message.subject);
  record.message_id = message.provider_id;
  record.references = references_of(message);
  record.blind = message.blind;
}

void Threads::note_copies(TicketId ticket, std::vector<std::string> addresses) {
  change(ticket).copies = std::move(addresses);
}

/// He goes on where he wrote last: the ticket that had the subject before loses it.
void Threads::note_subject(TicketId ticket, std::uint64_t digest, Instant at) {
  if (const auto before = by_subject_.find(digest); before != by_subject_.end())
    lose_subject(before->second.ticket, digest);
  by_subject_.insert_or_assign(digest, Named{ticket, at});
  auto& subjects = change(ticket).subjects;
  subjects.push_back({digest, at});
  if (subjects.size() <= thread_subjects_max) return;
  by_subject_.erase(subjects.front().digest);
  subjects.erase(subjects.begin());
}

void Threads::lose_subject(TicketId ticket, std::uint64_t digest) {
  storage::ThreadRecord& record = change(ticket);
  const std::size_t gone = std::erase_if(record.subjects, [&](const auto& one) { return one.digest == digest; });
  if (record.kept_until != Instant{}) closed_bytes_ -= gone * subject_weight;
}

void Threads::continue_as(TicketId ticket, TicketId second) {
  const auto found = records_.find(ticket);
  if (found == records_.end()) return;
  storage::ThreadRecord copy = found->second;
  copy.ids.clear();
  copy.subjects.clear();
  change(second) = std::move(copy);
}

void Threads::close(TicketId ticket, Instant kept_until) {
  if (!records_.contains(ticket)) return;
  storage::ThreadRecord& record = change(ticket);
  record.kept_until = kept_until;
  closed_bytes_ += weight_of(record);
  closed_.emplace(kept_until, ticket);
  while (closed_bytes_ > closed_bytes_max_) erase(closed_.begin()->second);
}

void Threads::reopen(TicketId ticket) {
  if (!records_.contains(ticket)) return;
  storage::ThreadRecord& record = change(ticket);
  if (closed_.erase({record.kept_until, ticket}) == 0) return;
  closed_bytes_ -= weight_of(record);
  record.kept_until = {};
}

void Threads::forget_closed(Instant now) {
  while (!closed_.empty() && closed_.begin()->first <= now) erase(closed_.begin()->second);
}

void Threads::erase(TicketId ticket) {
  const auto found = records_.find(ticket);
  if (found == records_.end()) return;
  for (const std::uint64_t id : found->second.ids) by_id_.erase(id);
  for (const storage::ThreadSubject& subject : found->second.subjects) by_subject_.erase(subject.digest);
  if (closed_.erase({found->second.kept_until, ticket}) > 0) closed_bytes_ -= weight_of(found->second);
  records_.erase(found);
  changed_.insert(ticket);
}

const storage::ThreadRecord* Threads::find(TicketId ticket) const {
  const auto found = records_.find(ticket);
  return found == records_.end() ? nullptr : &found->second;
}

bool Threads::is_open(TicketId ticket) const {
  const storage::ThreadRecord* record = find(ticket);
  return record != nullptr && record->kept_until == Instant{};
}

std::vector<TicketId> Threads::take_changed() {
  std::vector<TicketId> changed(changed_.begin(), changed_.end());
  changed_.clear();
  std::ranges::sort(changed);
  return changed;
}

storage::ThreadRecord& Threads::change(TicketId ticket) {
  changed_.insert(ticket);
  return records_[ticket];
}

std::uint64_t Threads::digest_of_id(WorkspaceId workspace, std::string_view message_id) const {
  std::string bytes{"Message-ID "};
  storage::ByteWriter writer{bytes};
  writer.u32(workspace.number);
  writer.text(message_id);
  return storage::siphash(key_, bytes);
}

std::optional<std::uint64_t> Threads::digest_of_subject(WorkspaceId workspace, const InboundMessage& message) const {
  const std::string subject = mail::normalised_subject(message.subject);
  if (subject.empty() || message.from.empty()) return std::nullopt;
  std::string bytes{"Subject "};
  storage::ByteWriter writer{bytes};
  writer.u32(workspace.number);
  writer.text(message.from);
  writer.text(subject);
  return storage::siphash(key_, bytes);
}

}  // namespace switchroom::shard
