#pragma once
// The words of a template. Pure: any thread.

#include <span>
#include <string>
#include <string_view>

#include "config/vocabulary/error.hpp"
#include "config/workspace/clocks.hpp"

namespace switchroom::workspace {

/// The text of `text` for a channel kind, else for a language (`de` also serves `de_AT`), else for all others, with
/// `{{1}}`, `{{2}}` … replaced by `parameters`. Error `invalid_action`: there is no such text, a gap has no parameter,
/// or a parameter has no gap.
Result<std::string> filled(const Template& text, std::string_view kind, std::string_view language,
                           std::span<const std::string> parameters);

}  // namespace switchroom::workspace
