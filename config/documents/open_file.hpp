#pragma once
// A file that is read once, at start-up or when a configuration is applied. One thread at a time.

#include <cstddef>
#include <expected>
#include <string>

namespace switchroom::documents {

/// An open file; closed at the end.
class OpenFile {
 public:
  /// `flags` beside O_RDONLY and O_CLOEXEC. Failure: `descriptor()` is negative and errno says why.
  OpenFile(const std::string& path, int flags);
  ~OpenFile();
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  int descriptor() const { return descriptor_; }
  /// The next bytes up to `most` or the file's end. Error: what the system says.
  std::expected<std::string, std::string> read(std::size_t most) const;

 private:
  int descriptor_;
};

}  // namespace switchroom::documents
