#pragma once
// Files of docs/ that the build put into the program. Constant: any thread.

#include <span>
#include <string_view>

namespace switchroom::api {

struct PublishedFile {
  std::string_view path;  ///< where the server shows it: `/v1/openapi.json`, `/v1/schemas/<name>.json`
  std::string_view text;  ///< JSON
};

/// All of them. Defined in a source that the build makes from gateway/api/embed/published_files.cpp.in.
std::span<const PublishedFile> published_files();

}  // namespace switchroom::api
