#pragma once
// The files themselves. Constant: any thread.

#include <span>
#include <string_view>

namespace switchroom::web {

struct File {
  std::string_view path;  ///< `/widget.js`
  std::string_view content_type;
  std::string_view etag;     ///< of the bytes, with its quotation marks
  std::string_view bytes;    ///< as they are
  std::string_view gzipped;  ///< the same, compressed
};

/// All of them. Defined in a source that the build makes from gateway/web/embed/files.cpp.in.
std::span<const File> files();

}  // namespace switchroom::web
