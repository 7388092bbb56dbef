#include "config/documents/setting_text.hpp"

#include <string_view>

namespace switchroom::documents {
namespace {

/// The document was checked to be UTF-8: only what JSON keeps for itself is escaped.
void append_string(std::string_view text, std::string& out) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out.append({'\\', c});
    else if (byte < 0x20)
      out.append("\\u00").append({digits[byte >> 4], digits[byte & 15]});
    else
      out += c;
  }
  out += '"';
}

/// Documents nest a bounded number of levels, so this does too.
void append(const Node& node, std::string& out) {
  if (node.kind == NodeKind::scalar) return append_string(node.text, out);
  const bool mapping = node.kind == NodeKind::mapping;
  out += mapping ? '{' : '[';
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    if (i > 0) out += ',';
    if (mapping) append_string(node.keys[i].text, out);
    if (mapping) out += ':';
    append(node.items[i], out);
  }
  out += mapping ? '}' : ']';
}

}  // namespace

std::string json_text_of(const Node& node) {
  std::string text;
  append(node, text);
  return text;
}

}  // namespace switchroom::documents
