#pragma once
// Texts made of pieces, where the text was. Pure: any thread.

#include <initializer_list>
#include <string>
#include <string_view>

namespace switchroom::connectors {

/// Makes `text` of `pieces`, one behind the other; its storage is kept. No piece lies in `text`.
inline void join(std::initializer_list<std::string_view> pieces, std::string& text) {
  text.clear();
  for (const std::string_view piece : pieces) text += piece;
}

}  // namespace switchroom::connectors
