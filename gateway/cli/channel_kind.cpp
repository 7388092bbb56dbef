#include "gateway/cli/channel_kind.hpp"

#include <string_view>
#include <vector>

#include "config/workspace/nearest_name.hpp"
#include "connectors/registry.hpp"

namespace switchroom::cli {
namespace {

std::vector<std::string_view> kinds() {
  std::vector<std::string_view> names;
  for (const connectors::Connector* connector : connectors::all_connectors()) names.push_back(connector->kind);
  return names;
}

}  // namespace

std::string known_channel_kinds() {
  std::string text;
  for (const std::string_view kind : kinds()) text += (text.empty() ? "" : ", ") + std::string{kind};
  return text;
}

const connectors::Connector* channel_kind(const Terminal& terminal, const std::string& kind) {
  const connectors::Connector* connector = connectors::find_connector(kind);
  if (connector == nullptr)
    terminal.fail(Exit::wrong_usage, "there is no channel kind '" + kind + "'" + workspace::nearest_hint(kind, kinds()),
                  "Known kinds: " + known_channel_kinds() + ".");
  return connector;
}

}  // namespace switchroom::cli
