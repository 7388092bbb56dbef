#pragma once
// A Lua script that a connection loads before anything else and calls by its digest. Plain value: any thread.

#include <string>
#include <string_view>

namespace switchroom::redis {

/// A script with the digest by which Redis knows it. Made once at start; lives as long as the connections that load it.
struct Script {
  /// `name` is for messages; `source` is Lua and may begin with `#!lua flags=…`. Both must outlive the script.
  Script(std::string_view name, std::string_view source);

  std::string_view name;
  std::string_view source;
  std::string sha1;  ///< 40 hex digits
};

}  // namespace switchroom::redis
