// Whatever a document holds: a workspace or errors with places, never both, and a sound one differs in nothing from
// itself.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "config/documents/workspace_document.hpp"
#include "config/workspace/diff.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace switchroom;
  static const std::array<workspace::ChannelKindRules, 1> kinds{{{"whatsapp", {{"app_secret", true, true}}}}};
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const documents::CheckedWorkspace checked = documents::check_workspace(text, "w.yaml", kinds);
  if (checked.workspace.has_value() != checked.errors.empty()) std::abort();
  if (checked.errors.size() > documents::document_errors_max) std::abort();
  if (checked.workspace && !workspace::differences(*checked.workspace, *checked.workspace).empty()) std::abort();
  return 0;
}
