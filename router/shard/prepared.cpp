#include "router/shard/prepared.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>
#include <vector>

#include "config/workspace/diff.hpp"

namespace switchroom::shard {
namespace {

std::string in_words(const workspace::Workspace* before, const workspace::Workspace& after) {
  if (before == nullptr) return fmt::format("workspace {} was created", after.id);
  const std::vector<std::string> changes = workspace::differences(*before, after);
  return changes.empty() ? "nothing changed" : fmt::format("{}", fmt::join(changes, "\n"));
}

Result<Compiled> compile_for(const Wish& wish, const Basis& basis, const ParseDocument& parse) {
  static const workspace::Numbering none;
  Result<Compiled> compiled = compile(wish.document, basis.numbering ? *basis.numbering : none, parse);
  if (!compiled) return compiled;
  const std::string& id = compiled->configuration->id;
  if (id != wish.workspace) return std::unexpected(Error{Fault::invalid_document, "workspace", id, wish.workspace});
  const engine::Configure configure{.workspace = compiled->configuration,
                                    .numbering = compiled->numbering,
                                    .version = basis.version + 1,
                                    .hours = compiled->hours};
  compiled->roster = std::make_shared<const engine::Roster>(configure);
  return compiled;
}

}  // namespace

Basis basis_of(const WorkspaceState* workspace) {
  if (workspace == nullptr) return {};
  return {workspace->version, workspace->configuration, workspace->numbering};
}

Prepared prepare(Wish wish, const Basis& basis, const ParseDocument& parse) {
  Result<Compiled> compiled = compile_for(wish, basis, parse);
  std::string words = compiled ? in_words(basis.configuration.get(), *compiled->configuration) : std::string{};
  return {std::move(wish), basis.version, std::move(compiled), std::move(words)};
}

}  // namespace switchroom::shard
