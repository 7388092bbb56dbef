#pragma once
// YAML as a tree. A strict subset: mappings with plain keys, lists and scalars; no anchors, aliases, tags, repeated
// keys or second documents. The only user of libfyaml. Pure: any thread.

#include <cstddef>
#include <optional>
#include <string_view>

#include "config/documents/document_tree.hpp"

namespace switchroom::documents {

inline constexpr std::size_t document_bytes_max = 8 << 20;
inline constexpr std::size_t document_depth_max = 64;
inline constexpr std::size_t document_nodes_max = 500'000;    ///< keys and values
inline constexpr std::size_t document_marks_max = 1'000'000;  ///< brackets, commas, colons, quotes

/// The tree of `text`. Empty: nothing could be made of it, and `findings` says why. A tree is also given where
/// `findings` got repeated keys, anchors, aliases or tags, so that later checks can tell more. A text without content
/// is an empty mapping.
std::optional<Node> parse_yaml(std::string_view text, Findings& findings);

}  // namespace switchroom::documents
