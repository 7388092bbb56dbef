#pragma once
// A setting that is itself a description (`scheme`, `map` of mapped channels): written as YAML, kept as text. Any
// thread.

#include <string>

#include "config/documents/document_tree.hpp"

namespace switchroom::documents {

/// `node` as compact JSON: mappings as objects in the document's order, lists as arrays, every scalar as a string. Two
/// documents that say the same in the same order give the same text.
std::string json_text_of(const Node& node);

}  // namespace switchroom::documents
