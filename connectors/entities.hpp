#pragma once
// Character references of HTML in text. Pure: any thread.

#include <string>
#include <string_view>

namespace switchroom::connectors {

/// `text` with `&amp;`, `&lt;` and `&gt;` as the characters they stand for; all else as it is. Once over: `&amp;lt;`
/// becomes `&lt;`.
std::string without_markup_escapes(std::string_view text);

/// The other way round.
std::string with_markup_escapes(std::string_view text);

/// As `without_markup_escapes`, and also `&quot;`, `&apos;`, `&nbsp;` and numbers (`&#39;`, `&#x2019;`). What stands
/// for no character stays as it is.
std::string without_entities(std::string_view text);

}  // namespace switchroom::connectors
