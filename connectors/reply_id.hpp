#pragma once
// The name that Switchroom gives a reply, as providers hand it back in receipts. Pure: any thread.

#include <string_view>

namespace switchroom::connectors {

/// Whether `text` has the form `r<shard>-<entry>-<input>`: what stands there may be anybody's all the same.
bool is_reply_id(std::string_view text);

/// `text` if it is a reply's name, else nothing: what a receipt keeps of a reference.
std::string_view reply_id_in(std::string_view text);

}  // namespace switchroom::connectors
