// Written to a file of its own, synced, renamed to its name, and the folder synced: whoever sees the name sees all of
// it.
#include "storage/blobs/blob_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "connectors/signature.hpp"

namespace switchroom::storage {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> refused(std::string_view what, int code) {
  return std::unexpected{Error{Fault::storage_unavailable, "blobs",
                               std::string{what} + ": " + std::generic_category().message(code),
                               "a folder that can be written"}};
}

/// An open file; closed at the end.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int get() const { return descriptor_; }
  explicit operator bool() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool sync_folder(const fs::path& folder) {
  const File opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  return opened && ::fsync(opened.get()) == 0;
}

/// Makes the two folders above a blob, and what names them durable.
bool make_folders(const fs::path& root, const fs::path& folder) {
  std::error_code error;
  if (fs::is_directory(folder, error)) return true;
  fs::create_directories(folder, error);
  return !error && sync_folder(folder.parent_path()) && sync_folder(root);
}

Result<void> write_file(const fs::path& path, std::string_view bytes) {
  std::string name = (path.parent_path() / ".part-XXXXXX").string();
  const File file{::mkostemp(name.data(), O_CLOEXEC)};  // 0600: not executable, for nobody else
  if (!file) return refused("open", errno);
  const bool written = write_all(file.get(), bytes) && ::fsync(file.get()) == 0;
  if (written && ::rename(name.c_str(), path.c_str()) == 0) return {};
  const int code = errno;
  ::unlink(name.c_str());
  return refused("write", code);
}

}  // namespace

BlobStore::BlobStore(fs::path folder, BlobLimits limits) : folder_(std::move(folder)), limits_(limits) {
  fs::create_directories(folder_);
}

Result<std::string> BlobStore::put(std::string_view bytes) const {
  if (Result<void> allowed = check_blob(bytes.size(), {}, {}, limits_); !allowed)
    return std::unexpected{allowed.error()};
  std::string name = connectors::sha256_hex(bytes);
  const fs::path path = folder_ / path_of_blob(name);
  struct ::stat known{};
  const bool kept = ::stat(path.c_str(), &known) == 0 && static_cast<std::size_t>(known.st_size) == bytes.size();
  if (!make_folders(folder_, path.parent_path())) return refused("make a folder", errno);
  if (!kept)
    if (Result<void> written = write_file(path, bytes); !written) return std::unexpected{written.error()};
  if (!sync_folder(path.parent_path())) return refused("sync", errno);  // also where another has just written it
  return name;
}

Result<std::string> BlobStore::get(std::string_view name) const {
  const auto not_found = [&] {
    return std::unexpected{Error{Fault::not_found, "blobs", "no such file", "the SHA-256 of a file that is kept"}};
  };
  if (!is_blob_name(name)) return not_found();
  const File file{::open((folder_ / path_of_blob(name)).c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)};
  if (!file) return errno == ENOENT ? Result<std::string>{not_found()} : refused("open", errno);
  std::string bytes;
  std::array<char, 65536> block;
  ssize_t count = 0;
  while ((count = ::read(file.get(), block.data(), block.size())) != 0) {
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return refused("read", errno);
    bytes.append(block.data(), static_cast<std::size_t>(count));
  }
  if (connectors::sha256_hex(bytes) != name) return refused("read bytes with another digest", EIO);
  return bytes;
}

}  // namespace switchroom::storage
