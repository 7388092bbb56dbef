#pragma once
// A frame: the inputs that one append puts into the inbox together. Pure; any thread.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/instant.hpp"
#include "connectors/inbound_message.hpp"
#include "storage/records/errand_record.hpp"

namespace switchroom::storage {

/// W3C Trace Context, version 00: trace id and parent id; all zero: none.
struct TraceContext {
  std::array<std::uint8_t, 16> trace_id{};
  std::array<std::uint8_t, 8> parent_id{};
  bool sampled = false;
  explicit operator bool() const { return trace_id != std::array<std::uint8_t, 16>{}; }
  friend bool operator==(const TraceContext&, const TraceContext&) = default;
};

/// A message that a connector decoded.
struct MessageInput {
  WorkspaceId workspace;
  ChannelId channel;
  TraceContext trace;
  connectors::InboundMessage message;
  friend bool operator==(const MessageInput&, const MessageInput&) = default;
};

/// An authentic request (or a part of it) that no connector could decode: kept, published, and never lost.
struct DeadLetterInput {
  WorkspaceId workspace;
  ChannelId channel;
  std::string reason;   ///< `where: found …; expected …`
  std::string request;  ///< JSON of connectors/recorded_request
  friend bool operator==(const DeadLetterInput&, const DeadLetterInput&) = default;
};

/// What a person asks for; the bytes are the shard's (router/shard/action_record).
struct ActionInput {
  std::string action;
  friend bool operator==(const ActionInput&, const ActionInput&) = default;
};

/// An earlier input that stopped the owner three times is not folded, neither now nor in a replay.
struct SkipInput {
  std::uint64_t frame = 0;
  std::uint32_t input = 0;
  friend bool operator==(const SkipInput&, const SkipInput&) = default;
};

/// Redis came back older than Kafka: positions after `from` up to `to` were lost.
struct RollbackInput {
  std::uint64_t from = 0;
  std::uint64_t to = 0;
  std::uint64_t tickets_up_to = 0;    ///< highest ticket number in the lost range
  std::uint64_t customers_up_to = 0;  ///< highest customer number in the lost range
  friend bool operator==(const RollbackInput&, const RollbackInput&) = default;
};

/// An errand that a delivery asked for.
struct ErrandInput {
  ErrandRecord errand;  ///< `at` is set by the fold
  friend bool operator==(const ErrandInput&, const ErrandInput&) = default;
};

/// An errand's outcome is known; what came of it stands beside it in the same frame.
struct SettledInput {
  ErrandId errand;
  std::string cursor;  ///< pull_messages: where the next pull goes on; empty: nothing new
  bool more = false;   ///< not settled yet: only the cursor moves
  friend bool operator==(const SettledInput&, const SettledInput&) = default;
};

/// Time has passed: what is due by this entry's time happens.
struct AdvanceInput {
  friend bool operator==(const AdvanceInput&, const AdvanceInput&) = default;
};

/// Nobody could see offers and messages since `since`: their clocks stand still (`stop`), or go on again (`start`), or
/// both at once.
struct ClocksInput {
  Instant since{};
  bool stop = false;
  bool start = false;
  friend bool operator==(const ClocksInput&, const ClocksInput&) = default;
};

/// An agent's console shows signs of life, or has not for too long.
struct PresenceInput {
  WorkspaceId workspace;
  AgentId agent;
  bool present = false;
  friend bool operator==(const PresenceInput&, const PresenceInput&) = default;
};

/// The server's clock had run ahead: this entry's time lies before that of the one before, and every clock keeps what
/// it had left.
struct SetBackInput {
  friend bool operator==(const SetBackInput&, const SetBackInput&) = default;
};

using FrameInput = std::variant<MessageInput, DeadLetterInput, ActionInput, SkipInput, RollbackInput, ErrandInput,
                                SettledInput, AdvanceInput, ClocksInput, PresenceInput, SetBackInput>;

/// A message input alone, with the bytes that it has in a frame.
std::string encode(const MessageInput& input);
/// The reverse. Error `internal` for bytes that `encode` never made.
Result<MessageInput> decode_message_input(std::string_view bytes);

/// Gathers inputs into the bytes of one frame. Reusable; not for several threads at once.
class FrameWriter {
 public:
  FrameWriter() { clear(); }
  void add(const FrameInput& input);
  void add(const MessageInput& input);
  /// Takes over all inputs of another frame.
  void add(const FrameWriter& other);
  void clear();
  std::uint32_t count() const { return count_; }
  std::size_t size() const { return bytes_.size(); }
  /// The frame; valid until the next change.
  const std::string& bytes();
  /// The frame; afterwards this is empty.
  std::string take();

 private:
  void seal();
  std::string bytes_;
  std::uint32_t count_ = 0;
};

/// The inputs of a frame. Error `internal` for a version that is not known here or bytes that are no frame.
Result<std::vector<FrameInput>> decode_frame(std::string_view bytes);

/// What the ActionInputs of a frame hold, as views of it, without decoding its other inputs; empty for bytes that are
/// no frame.
std::vector<std::string_view> actions_in(std::string_view bytes);

/// The SkipInputs of a frame that begins with one (they are appended alone), without looking at other frames' inputs.
std::vector<SkipInput> skips_in(std::string_view bytes);

}  // namespace switchroom::storage
