#include "config/documents/open_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace switchroom::documents {

OpenFile::OpenFile(const std::string& path, int flags)
    : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags)) {}

OpenFile::~OpenFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::expected<std::string, std::string> OpenFile::read(std::size_t most) const {
  std::string text;
  std::array<char, 16 * 1024> part{};
  while (text.size() < most) {
    const ssize_t count = ::read(descriptor_, part.data(), std::min(part.size(), most - text.size()));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::unexpected(std::strerror(errno));
    if (count == 0) break;
    text.append(part.data(), static_cast<std::size_t>(count));
  }
  return text;
}

}  // namespace switchroom::documents
