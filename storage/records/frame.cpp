#include "storage/records/frame.hpp"

#include <utility>

#include "storage/records/codec.hpp"
#include "storage/records/message_record.hpp"

// frame := version:u8 count:u32 input*
// input := kind:u8 length:u32 payload        kind = index in FrameInput + 1

namespace switchroom::storage {
namespace {

constexpr std::uint8_t frame_version = 1;
constexpr std::size_t header_bytes = 5;

void write_trace(const TraceContext& trace, ByteWriter& bytes) {
  bytes.u8(trace ? (trace.sampled ? 2 : 1) : 0);
  if (!trace) return;
  for (const std::uint8_t byte : trace.trace_id) bytes.u8(byte);
  for (const std::uint8_t byte : trace.parent_id) bytes.u8(byte);
}

TraceContext read_trace(ByteReader& bytes) {
  TraceContext trace;
  const std::uint8_t form = bytes.u8();
  if (form == 0) return trace;
  trace.sampled = form == 2;
  for (std::uint8_t& byte : trace.trace_id) byte = bytes.u8();
  for (std::uint8_t& byte : trace.parent_id) byte = bytes.u8();
  return trace;
}

void write(const MessageInput& input, ByteWriter& bytes) {
  bytes.id(input.workspace);
  bytes.id(input.channel);
  write_trace(input.trace, bytes);
  encode(input.message, bytes);
}

void write(const DeadLetterInput& input, ByteWriter& bytes) {
  bytes.id(input.workspace);
  bytes.id(input.channel);
  bytes.text(input.reason);
  bytes.text(input.request);
}

void write(const ActionInput& input, ByteWriter& bytes) { bytes.text(input.action); }

void write(const SkipInput& input, ByteWriter& bytes) {
  bytes.varint(input.frame);
  bytes.varint(input.input);
}

void write(const RollbackInput& input, ByteWriter& bytes) {
  for (const std::uint64_t number : {input.from, input.to, input.tickets_up_to, input.customers_up_to})
    bytes.varint(number);
}

void write(const ErrandInput& input, ByteWriter& bytes) { bytes.text(encode(input.errand)); }

void write(const SettledInput& input, ByteWriter& bytes) {
  bytes.varint(input.errand.frame);
  bytes.varint(input.errand.input);
  bytes.text(input.cursor);
  bytes.u8(input.more ? 1 : 0);
}

void write(const AdvanceInput&, ByteWriter&) {}

void write(const ClocksInput& input, ByteWriter& bytes) {
  bytes.instant(input.since);
  bytes.u8(static_cast<std::uint8_t>((input.stop ? 1 : 0) | (input.start ? 2 : 0)));
}

void write(const PresenceInput& input, ByteWriter& bytes) {
  bytes.id(input.workspace);
  bytes.id(input.agent);
  bytes.u8(input.present ? 1 : 0);
}

void write(const SetBackInput&, ByteWriter&) {}

PresenceInput read_presence(ByteReader& bytes) {
  PresenceInput input;
  input.workspace = bytes.id<WorkspaceId>();
  input.agent = bytes.id<AgentId>();
  const std::uint8_t flag = bytes.u8();
  if (flag > 1) bytes.fail();
  input.present = flag == 1;
  return input;
}

ClocksInput read_clocks(ByteReader& bytes) {
  ClocksInput input;
  input.since = bytes.instant();
  const std::uint8_t flags = bytes.u8();
  if (flags > 3) bytes.fail();
  input.stop = (flags & 1) != 0;
  input.start = (flags & 2) != 0;
  return input;
}

MessageInput read_message(ByteReader& bytes) {
  MessageInput input;
  input.workspace = bytes.id<WorkspaceId>();
  input.channel = bytes.id<ChannelId>();
  input.trace = read_trace(bytes);
  input.message = decode_message(bytes);
  return input;
}

DeadLetterInput read_dead_letter(ByteReader& bytes) {
  DeadLetterInput input;
  input.workspace = bytes.id<WorkspaceId>();
  input.channel = bytes.id<ChannelId>();
  input.reason = bytes.text();
  input.request = bytes.text();
  return input;
}

SkipInput read_skip(ByteReader& bytes) {
  SkipInput input;
  input.frame = bytes.varint();
  input.input = static_cast<std::uint32_t>(bytes.varint());
  return input;
}

RollbackInput read_rollback(ByteReader& bytes) {
  RollbackInput input;
  for (auto* number : {&input.from, &input.to, &input.tickets_up_to, &input.customers_up_to}) *number = bytes.varint();
  return input;
}

ErrandInput read_errand(ByteReader& bytes) {
  Result<ErrandRecord> errand = decode_errand(bytes.text());
  if (!errand) bytes.fail();
  return {errand ? *std::move(errand) : ErrandRecord{}};
}

SettledInput read_settled(ByteReader& bytes) {
  SettledInput input;
  input.errand.frame = bytes.varint();
  input.errand.input = static_cast<std::uint32_t>(bytes.varint());
  input.cursor = bytes.text();
  input.more = bytes.u8() != 0;
  return input;
}

FrameInput read_input(std::uint8_t kind, ByteReader& bytes) {
  switch (kind) {
    case 1:
      return read_message(bytes);
    case 2:
      return read_dead_letter(bytes);
    case 3:
      return ActionInput{std::string{bytes.text()}};
    case 4:
      return read_skip(bytes);
    case 5:
      return read_rollback(bytes);
    case 6:
      return read_errand(bytes);
    case 7:
      return read_settled(bytes);
    case 8:
      return AdvanceInput{};
    case 9:
      return read_clocks(bytes);
    case 10:
      return read_presence(bytes);
    case 11:
      return SetBackInput{};
    default:
      bytes.fail();
      return SkipInput{};
  }
}

/// Writes kind, a length to be filled in, and the payload.
template <class Input>
void write_input(std::uint8_t kind, const Input& input, std::string& bytes) {
  ByteWriter writer{bytes};
  writer.u8(kind);
  const std::size_t length_at = bytes.size();
  writer.u32(0);
  write(input, writer);
  const auto length = static_cast<std::uint32_t>(bytes.size() - length_at - sizeof(std::uint32_t));
  std::memcpy(bytes.data() + length_at, &length, sizeof length);
}

}  // namespace

std::string encode(const MessageInput& input) {
  std::string bytes;
  ByteWriter writer{bytes};
  write(input, writer);
  return bytes;
}

Result<MessageInput> decode_message_input(std::string_view bytes) {
  ByteReader reader{bytes};
  MessageInput input = read_message(reader);
  if (reader.ok() && reader.at_end()) return input;
  return std::unexpected(Error{Fault::internal, "message input", "unreadable bytes", "a message"});
}

void FrameWriter::add(const FrameInput& input) {
  const auto kind = static_cast<std::uint8_t>(input.index() + 1);
  std::visit([&](const auto& alternative) { write_input(kind, alternative, bytes_); }, input);
  ++count_;
}

void FrameWriter::add(const MessageInput& input) {
  write_input(1, input, bytes_);
  ++count_;
}

void FrameWriter::add(const FrameWriter& other) {
  bytes_.append(other.bytes_, header_bytes);
  count_ += other.count_;
}

void FrameWriter::clear() {
  bytes_.assign(header_bytes, '\0');
  count_ = 0;
}

void FrameWriter::seal() {
  bytes_[0] = static_cast<char>(frame_version);
  std::memcpy(bytes_.data() + 1, &count_, sizeof count_);
}

const std::string& FrameWriter::bytes() {
  seal();
  return bytes_;
}

std::string FrameWriter::take() {
  seal();
  std::string frame = std::exchange(bytes_, {});
  clear();
  return frame;
}

std::vector<SkipInput> skips_in(std::string_view bytes) {
  constexpr char skip_kind = 4;
  std::vector<SkipInput> skips;
  if (bytes.size() <= header_bytes || bytes[header_bytes] != skip_kind) return skips;
  const Result<std::vector<FrameInput>> inputs = decode_frame(bytes);
  if (!inputs) return skips;
  for (const FrameInput& input : *inputs)
    if (const auto* skip = std::get_if<SkipInput>(&input)) skips.push_back(*skip);
  return skips;
}

std::vector<std::string_view> actions_in(std::string_view bytes) {
  constexpr std::uint8_t action_kind = 3;
  std::vector<std::string_view> actions;
  ByteReader reader{bytes};
  if (reader.u8() != frame_version) return actions;
  for (std::uint32_t left = reader.u32(); left > 0 && reader.ok(); --left) {
    const std::uint8_t kind = reader.u8();
    const std::string_view payload = reader.take(reader.u32());
    if (kind == action_kind) actions.push_back(ByteReader{payload}.text());
  }
  return actions;
}

Result<std::vector<FrameInput>> decode_frame(std::string_view bytes) {
  ByteReader reader{bytes};
  const std::uint8_t version = reader.u8();
  if (version != frame_version)
    return std::unexpected(Error{Fault::internal, "inbox frame", "version " + std::to_string(version), "version 1"});
  const std::uint32_t count = reader.u32();
  std::vector<FrameInput> inputs;
  inputs.reserve(std::min<std::size_t>(count, bytes.size() / 5));
  for (std::uint32_t i = 0; i < count && reader.ok(); ++i) {
    const std::uint8_t kind = reader.u8();
    ByteReader payload{reader.take(reader.u32())};
    inputs.push_back(read_input(kind, payload));
    if (!payload.ok() || !payload.at_end()) reader.fail();
  }
  if (reader.ok() && reader.at_end()) return inputs;
  return std::unexpected(Error{Fault::internal, "inbox frame, input " + std::to_string(inputs.size()),
                               "bytes that are no input", "a whole frame"});
}

}  // namespace switchroom::storage
