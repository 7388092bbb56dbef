#pragma once
// text/plain; format=flowed (RFC 3676): lines that end in a blank go on in the next. Pure: any thread.

#include <string>
#include <string_view>

namespace switchroom::mail {

/// `text` (LF line ends) with soft lines joined, stuffed blanks taken out and quotes as `> `. `deletes_blank`:
/// DelSp=yes, the blank at a soft line's end is none of the text. The signature's `-- ` is never joined.
std::string unflowed(std::string_view text, bool deletes_blank);

}  // namespace switchroom::mail
