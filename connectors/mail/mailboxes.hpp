#pragma once
// Addresses in From, To and Cc (RFC 5322, 3.4; RFC 6532 for UTF-8). Pure: any thread.

#include <string>
#include <string_view>
#include <vector>

namespace switchroom::mail {

/// `"Ann Lee" <Ann@example.org>`.
struct Mailbox {
  std::string name;     ///< decoded; empty if there is none
  std::string address;  ///< as written, the domain in lower case
  friend bool operator==(const Mailbox&, const Mailbox&) = default;
};

/// The mailboxes of an unfolded field, those in groups too; comments are skipped, and so is what has no `@`. At most
/// 1000. `fallback` is the charset of raw bytes in names.
std::vector<Mailbox> read_mailboxes(std::string_view field, std::string_view fallback = {});

/// An address in the form that is the same in every mail of its owner: all in lower case.
std::string canonical_address(std::string_view address);

/// What stands behind the first `+` of the local part: `support+t.4f2@example.org` → `t.4f2`; empty if there is none.
std::string plus_token(std::string_view address);

}  // namespace switchroom::mail
