#pragma once
// Whoever wants to hear what a shard does: metrics, logs, the gateway's table of channels. Called on the owner's
// thread.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>

#include "config/vocabulary/error.hpp"
#include "config/workspace/numbering.hpp"
#include "config/workspace/workspace.hpp"
#include "storage/records/decision.hpp"
#include "storage/records/errand_record.hpp"
#include "storage/records/held_record.hpp"

namespace switchroom::shard {

class Observer {
 public:
  virtual ~Observer() = default;

  /// A configuration is in force; what it says holds for messages appended from now on.
  virtual void configured(WorkspaceId id, std::uint64_t version,
                          std::shared_ptr<const workspace::Workspace> configuration,
                          std::shared_ptr<const workspace::Numbering> numbering) = 0;
  /// A decision was committed; `since_append` is zero if its input was read from the inbox.
  virtual void decided(const storage::Decision& decision, std::chrono::steady_clock::duration since_append) = 0;
  /// A commit was acknowledged after `took`.
  virtual void committed(std::chrono::steady_clock::duration took, std::size_t inputs, std::size_t duplicates) = 0;
  /// Folding a batch of `inputs` took `took` of this thread.
  virtual void folded(std::chrono::steady_clock::duration took, std::size_t inputs) = 0;
  /// A configuration took effect: the inbox `waited` until it was ready, the step itself took `took` of this thread.
  virtual void swapped(std::chrono::steady_clock::duration waited, std::chrono::steady_clock::duration took) = 0;
  /// So many documents were compiled on this thread, while everything waited.
  virtual void compiled_in_place(unsigned documents) = 0;
  /// An errand was promised, now or by an owner before; told again if it changed. Until the shard is lost or it is
  /// settled.
  virtual void owed(storage::ErrandId id, const storage::ErrandRecord& errand) = 0;
  virtual void dead_lettered(std::string_view reason) = 0;
  /// What was held back waits no longer: its message did not come, or too much waits.
  virtual void gave_up(storage::HeldKind kind) = 0;
  /// The shard changed hands or state: `owner`, `standby` ….
  virtual void state_changed(std::string_view state) = 0;
  /// Something that a person has to look at.
  virtual void alarm(const Error& error) = 0;
};

}  // namespace switchroom::shard
