#pragma once
// What a customer wrote anew in an answer, without the mail it answers and without a signature. Pure: any thread.

#include <string>
#include <string_view>

namespace switchroom::mail {

/// `text` (UTF-8, LF line ends) up to the first `On … wrote:`, `在 … 写道：`, `-----Original Message-----`, header
/// block of a quoted mail, or the quotes at the end; and up to `-- `. All of it if nothing would be left, if something
/// is written between or below quotes, or if the mail is a forward by its subject or its text. Linear in time.
std::string without_quotation(std::string_view text, std::string_view subject);

}  // namespace switchroom::mail
