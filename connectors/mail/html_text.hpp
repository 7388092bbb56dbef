#pragma once
// HTML mail → text for an agent and for rules. No markup ever reaches anybody: what is left is text. A tokeniser, not a
// tree: hostile HTML makes trees that are much larger than itself. Linear in time. Pure: any thread.

#include <string>
#include <string_view>

namespace switchroom::mail {

/// The text of `html` (UTF-8) with LF line ends. Paragraphs, breaks, rows and list items are lines; quotes begin with
/// `> `; a link to somewhere else than its text says is told behind it; scripts, styles, comments and hidden elements
/// are left out. Ends at `bytes_max` of text.
std::string text_of_html(std::string_view html, std::size_t bytes_max = 1U << 20);

/// `text` with character references such as `&amp;`, `&#x4F60;` replaced; unknown ones stay.
std::string without_references(std::string_view text);

}  // namespace switchroom::mail
