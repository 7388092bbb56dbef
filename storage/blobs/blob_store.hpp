#pragma once
// Bytes that customers sent, kept in a folder under the SHA-256 of what they are: the same file is kept once, and a
// name never changes its meaning. Kept bytes are never executable and never interpreted; who serves them sends
// `Content-Disposition: attachment` and `X-Content-Type-Options: nosniff`. Several processes may share a folder. Blocks
// on the disk: not for a thread that serves sockets. Any thread.

#include <filesystem>
#include <string>
#include <string_view>

#include "config/vocabulary/error.hpp"
#include "storage/blobs/blob_name.hpp"

namespace switchroom::storage {

class BlobStore {
 public:
  /// `folder` is made if it is missing. Throws std::filesystem::filesystem_error if it can't be.
  explicit BlobStore(std::filesystem::path folder, BlobLimits limits = {});

  const BlobLimits& limits() const { return limits_; }

  /// Keeps `bytes` and returns their name. When it returns they survive a loss of power. Errors: `payload_too_large`;
  /// `storage_unavailable` if the disk refuses (full, read-only): then nothing is kept under the name.
  Result<std::string> put(std::string_view bytes) const;

  /// The bytes of a name. Errors: `not_found`, also for what is no name; `storage_unavailable` if they can't be read,
  /// or are not what they were.
  Result<std::string> get(std::string_view name) const;

 private:
  std::filesystem::path folder_;
  BlobLimits limits_;
};

}  // namespace switchroom::storage
