#pragma once
// The workspaces of a shard, each with its configuration, its engine and its classifier. The owner's thread.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "config/workspace/numbering.hpp"
#include "config/workspace/workspace.hpp"
#include "router/classify/classifier.hpp"
#include "router/engine/engine.hpp"
#include "router/engine/roster.hpp"
#include "storage/records/ticket_record.hpp"

namespace switchroom::shard {

/// Reads a workspace document (config/documents does it). Pure; the same text gives the same workspace.
using ParseDocument = std::function<Result<workspace::Workspace>(std::string_view text)>;

/// What a configuration became: ready to take effect.
struct Compiled {
  std::shared_ptr<const workspace::Workspace> configuration;
  std::shared_ptr<const workspace::Numbering> numbering;
  std::unique_ptr<const classify::Classifier> classifier;
  std::shared_ptr<const engine::Hours> hours;
  std::shared_ptr<const engine::Roster> roster{};  ///< empty: the engine makes its own
};

/// A workspace in force.
struct WorkspaceState {
  WorkspaceId id;
  std::string name;
  std::uint64_t version = 0;
  std::string document;  ///< YAML as applied
  std::shared_ptr<const workspace::Workspace> configuration;
  std::shared_ptr<const workspace::Numbering> numbering;
  engine::Engine engine;
  std::unique_ptr<const classify::Classifier> classifier;
  std::shared_ptr<const engine::Hours> hours;
  std::shared_ptr<const engine::Roster> roster;  ///< of this version; empty: the engine's own

  /// The configured channel with this number; null if there is none any more.
  const workspace::Channel* channel(ChannelId number) const {
    return number.number < channels.size() ? channels[number.number] : nullptr;
  }
  /// Puts a compiled configuration in the place of the one before, which it returns; the engine is not told.
  Compiled take(Compiled compiled);

  std::vector<const workspace::Channel*> channels;  ///< of `configuration`, by number
};

/// Reads and compiles a document on top of the numbers given so far. Error: invalid_document.
Result<Compiled> compile(std::string_view document, const workspace::Numbering& before, const ParseDocument& parse);

/// The input that puts a workspace in force.
engine::Configure configure_of(const WorkspaceState& state);

/// What is stored of a workspace.
storage::ConfigRecord record_of(const WorkspaceState& state);

/// All workspaces of the shard; their numbers are 1, 2, 3 … in order of first appearance.
class Workspaces {
 public:
  /// Null if there is none.
  WorkspaceState* find(WorkspaceId id) const;
  WorkspaceState* find(std::string_view name) const;
  /// A new, empty workspace with the next number.
  WorkspaceState& add(std::string name);
  /// Takes back a stored one and puts its configuration in force. Error: internal for a record that can't be read any
  /// more.
  Result<WorkspaceState*> restore(WorkspaceId id, const storage::ConfigRecord& record, const ParseDocument& parse);
  /// By number.
  const std::vector<std::unique_ptr<WorkspaceState>>& all() const { return states_; }

 private:
  std::vector<std::unique_ptr<WorkspaceState>> states_;  // index = number - 1
};

}  // namespace switchroom::shard
