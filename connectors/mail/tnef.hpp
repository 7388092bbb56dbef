#pragma once
// winmail.dat, Outlook's own packing of attachments ([MS-OXTNEF]). Pure: any thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace switchroom::mail {

struct TnefFile {
  std::string name;  ///< as written, in an unknown charset
  std::string bytes;
};

/// The files inside; empty if it is damaged anywhere (wrong checksums too), or holds more than 100.
std::optional<std::vector<TnefFile>> read_tnef(std::string_view bytes);

}  // namespace switchroom::mail
