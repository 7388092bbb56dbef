#include "storage/blobs/blob_name.hpp"

#include <algorithm>
#include <array>

namespace switchroom::storage {
namespace {

constexpr std::array<std::string_view, 12> program_types{"application/hta",
                                                         "application/java-archive",
                                                         "application/vnd.microsoft.portable-executable",
                                                         "application/x-bat",
                                                         "application/x-dosexec",
                                                         "application/x-executable",
                                                         "application/x-ms-installer",
                                                         "application/x-ms-shortcut",
                                                         "application/x-msdos-program",
                                                         "application/x-msdownload",
                                                         "application/x-sh",
                                                         "application/x-sharedlib"};
constexpr std::array<std::string_view, 24> program_endings{"app", "bat", "cmd", "com", "cpl", "dll", "exe", "hta",
                                                           "jar", "js",  "jse", "lnk", "msc", "msi", "pif", "ps1",
                                                           "reg", "scr", "sct", "sh",  "vb",  "vbe", "vbs", "wsf"};

std::string lower_case(std::string_view text) {
  std::string lower{text};
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower;
}

bool is_program_name(std::string_view name) {
  for (std::size_t dot = name.find('.'); dot != name.npos; dot = name.find('.', dot + 1)) {
    std::string ending = lower_case(name.substr(dot + 1, name.find('.', dot + 1) - dot - 1));
    while (ending.ends_with(' ')) ending.pop_back();
    if (std::ranges::find(program_endings, ending) != program_endings.end()) return true;
  }
  return false;
}

}  // namespace

bool is_blob_name(std::string_view name) {
  return name.size() == 64 &&
         std::ranges::all_of(name, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::string path_of_blob(std::string_view name) {
  std::string path{name.substr(0, 2)};
  return path.append("/").append(name.substr(2, 2)).append("/").append(name);
}

Result<void> check_blob(std::size_t bytes, std::string_view media_type, std::string_view file_name,
                        const BlobLimits& limits) {
  if (bytes > limits.bytes_max)
    return std::unexpected{Error{Fault::payload_too_large, "file", std::to_string(bytes) + " bytes",
                                 "at most " + std::to_string(limits.bytes_max) + " bytes"}};
  const std::string type = lower_case(media_type.substr(0, media_type.find(';')));
  const bool program = std::ranges::find(program_types, type) != program_types.end() || is_program_name(file_name);
  if (program && !limits.keeps_programs)
    return std::unexpected{Error{Fault::forbidden, "file", "a program", "a document, a picture, sound or text"}};
  return {};
}

}  // namespace switchroom::storage
