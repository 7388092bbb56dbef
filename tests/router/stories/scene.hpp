#pragma once
// A workspace as a story writes it, an engine, and what happens, told in words.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/workspace/numbering.hpp"
#include "config/workspace/workspace.hpp"
#include "router/classify/classifier.hpp"
#include "router/engine/engine.hpp"

namespace switchroom::stories {

class Scene {
 public:
  /// Carries out the lines of one block and tells what came of it, a line an effect. Throws std::invalid_argument on a
  /// line that it does not understand.
  std::string play(const std::vector<std::string>& lines);

 private:
  void configure(const std::vector<std::string>& lines);
  void perform(const std::vector<std::string>& words);
  void arrive(TicketId ticket, const std::string& text, const std::string& channel);
  void restart();
  void apply(const engine::Input& input);

  void tell_agents();
  void tell_groups();
  std::string agent(AgentId id) const { return std::string{numbering_->agents.name_of(id.number)}; }
  std::string group(GroupId id) const { return std::string{numbering_->groups.name_of(id.number)}; }

  std::shared_ptr<const workspace::Workspace> workspace_;
  std::shared_ptr<workspace::Numbering> numbering_ = std::make_shared<workspace::Numbering>();
  std::optional<classify::Classifier> classifier_;
  engine::Engine engine_;
  engine::Configure configuration_;
  std::vector<TicketId> tickets_;
  Instant now_{};
  std::string told_;
};

}  // namespace switchroom::stories
