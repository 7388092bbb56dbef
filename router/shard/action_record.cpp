#include "router/shard/action_record.hpp"

#include "storage/records/codec.hpp"
#include "storage/records/fingerprint.hpp"

namespace switchroom::shard {
namespace {

using storage::ByteReader;
using storage::ByteWriter;

constexpr std::uint8_t action_version = 6;  // 1: without group, flow, until, priority, force; 2: without skills, tags,
                                            // identity; 3: without templates; 4: without notes; 5: without cc
constexpr std::size_t parameters_max = 100;
constexpr std::size_t few_bytes = 256;  // what most actions take beside their document
constexpr std::uint8_t outcome_version = 1;

void write_request(const Action& action, ByteWriter& bytes) {
  bytes.word(action.kind);
  bytes.text(action.workspace);
  bytes.text(action.actor);
  bytes.word(action.role);
  bytes.text(action.agent);
  bytes.word(action.status);
  bytes.id(action.ticket);
  bytes.varint(action.version ? *action.version + 1 : 0);
  bytes.text(action.document);
}

/// What version 2 added.
void write_more(const Action& action, ByteWriter& bytes) {
  bytes.text(action.group);
  bytes.text(action.flow);
  bytes.instant(action.until);
  bytes.word(action.priority);
  bytes.u8(action.force ? 1 : 0);
}

/// What version 3 added.
void write_newest(const Action& action, ByteWriter& bytes) {
  bytes.varint(action.skills.size());
  for (const auto& [skill, minimum] : action.skills) bytes.text(skill), bytes.u8(static_cast<std::uint8_t>(minimum));
  bytes.varint(action.tags.size());
  for (const std::string& tag : action.tags) bytes.text(tag);
  bytes.text(action.identity);
}

void read_newest(ByteReader& bytes, Action& action) {
  for (std::uint64_t left = bytes.varint(); left > 0 && bytes.ok(); --left) {
    std::string skill{bytes.text()};
    action.skills.emplace_back(std::move(skill), bytes.u8());
  }
  for (std::uint64_t left = bytes.varint(); left > 0 && bytes.ok(); --left) action.tags.emplace_back(bytes.text());
  action.identity = bytes.text();
}

/// What version 4 added.
void write_template(const Action& action, ByteWriter& bytes) {
  bytes.text(action.approved);
  bytes.text(action.language);
  bytes.varint(action.parameters.size());
  for (const std::string& parameter : action.parameters) bytes.text(parameter);
}

void read_template(ByteReader& bytes, Action& action) {
  action.approved = bytes.text();
  action.language = bytes.text();
  const std::uint64_t count = bytes.varint();
  if (count > parameters_max) return bytes.fail();
  for (std::uint64_t i = 0; i < count && bytes.ok(); ++i) action.parameters.emplace_back(bytes.text());
}

/// What version 5 added.
void write_note(const Action& action, ByteWriter& bytes) {
  bytes.text(action.note);
  bytes.u8(action.ends_draft ? 1 : 0);
}

/// What version 6 added.
void write_cc(const Action& action, ByteWriter& bytes) {
  bytes.u8(action.cc ? 1 : 0);
  if (!action.cc) return;
  bytes.varint(action.cc->size());
  for (const std::string& address : *action.cc) bytes.text(address);
}

void read_cc(ByteReader& bytes, Action& action) {
  if (bytes.u8() == 0) return;
  action.cc.emplace();
  for (std::uint64_t left = bytes.varint(); left > 0 && bytes.ok(); --left) action.cc->emplace_back(bytes.text());
}

void write_error(const Error& error, ByteWriter& bytes) {
  bytes.word(error.fault);
  bytes.text(error.where);
  bytes.text(error.found);
  bytes.text(error.expected);
}

Error read_error(ByteReader& bytes) {
  Error error;
  error.fault = bytes.word<Fault>(fault_table().size());
  error.where = bytes.text();
  error.found = bytes.text();
  error.expected = bytes.text();
  return error;
}

Error unreadable(std::string_view what) {
  return {Fault::internal, std::string{what}, "unreadable bytes", "version 1"};
}

}  // namespace

std::string encode(const Action& action) {
  std::string bytes;
  bytes.reserve(action.document.size() + few_bytes);
  ByteWriter writer{bytes};
  writer.u8(action_version);
  writer.text(action.idempotency_key);
  write_request(action, writer);
  write_more(action, writer);
  write_newest(action, writer);
  write_template(action, writer);
  write_note(action, writer);
  write_cc(action, writer);
  return bytes;
}

bool puts_configuration(std::string_view bytes) {
  ByteReader reader{bytes};
  reader.u8();
  reader.text();
  return reader.word<ActionKind>(action_kinds) == ActionKind::apply_configuration && reader.ok();
}

Result<Action> decode_action(std::string_view bytes) {
  ByteReader reader{bytes};
  Action action;
  const std::uint8_t form = reader.u8();
  if (form < 1 || form > action_version) reader.fail();
  action.idempotency_key = reader.text();
  action.kind = reader.word<ActionKind>(action_kinds);
  action.workspace = reader.text();
  action.actor = reader.text();
  action.role = reader.word<Role>(role_names.size());
  action.agent = reader.text();
  action.status = reader.word<Status>(status_names.size());
  action.ticket = reader.id<TicketId>();
  if (const std::uint64_t version = reader.varint(); version > 0) action.version = version - 1;
  action.document = reader.text();
  if (form > 1) {
    action.group = reader.text();
    action.flow = reader.text();
    action.until = reader.instant();
    action.priority = reader.word<Priority>(priority_names.size());
    action.force = reader.u8() != 0;
  }
  if (form > 2) read_newest(reader, action);
  if (form > 3) read_template(reader, action);
  if (form > 4) action.note = reader.text(), action.ends_draft = reader.u8() != 0;
  if (form > 5) read_cc(reader, action);
  if (reader.ok() && reader.at_end()) return action;
  return std::unexpected(unreadable("action"));
}

std::string encode(const StoredOutcome& stored) {
  std::string bytes;
  ByteWriter writer{bytes};
  writer.u8(outcome_version);
  writer.u64(stored.action_digest);
  const Outcome& outcome = stored.outcome;
  writer.u8(outcome.refused ? 1 : 0);
  if (outcome.refused) write_error(*outcome.refused, writer);
  writer.id(outcome.ticket);
  writer.varint(outcome.version);
  writer.word(outcome.state);
  writer.text(outcome.words);
  return bytes;
}

Result<StoredOutcome> decode_outcome(std::string_view bytes) {
  ByteReader reader{bytes};
  StoredOutcome stored;
  if (reader.u8() != outcome_version) reader.fail();
  stored.action_digest = reader.u64();
  Outcome& outcome = stored.outcome;
  if (reader.u8() == 1) outcome.refused = read_error(reader);
  outcome.ticket = reader.id<TicketId>();
  outcome.version = reader.varint();
  outcome.state = reader.word<TicketState>(ticket_state_names.size());
  outcome.words = reader.text();
  if (reader.ok() && reader.at_end()) return stored;
  return std::unexpected(unreadable("outcome"));
}

std::uint64_t digest_of(const Action& action) {
  std::string bytes;
  bytes.reserve(action.document.size() + few_bytes);
  ByteWriter writer{bytes};
  write_request(action, writer);
  if (action.kind > ActionKind::reply) write_more(action, writer);  // digests of older kinds stay as they were
  if (action.kind > ActionKind::log_out) write_newest(action, writer);
  if (!action.approved.empty()) write_template(action, writer);
  if (!action.note.empty() || action.ends_draft) write_note(action, writer);
  if (action.cc) write_cc(action, writer);
  return storage::siphash({}, bytes);
}

}  // namespace switchroom::shard
