#pragma once
// Files that came inside deliveries, on the disk before the delivery is acknowledged: each workspace has a folder of
// its own. Any thread.

#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "connectors/connector.hpp"
#include "storage/blobs/blob_name.hpp"

namespace switchroom::webhooks {

class FileKeeper {
 public:
  /// `directory`: empty: nothing can be kept.
  explicit FileKeeper(std::filesystem::path directory, storage::BlobLimits limits = {});

  /// Keeps the bytes of `delivery`, away from this thread, and takes them out of it. A file that may not be kept (too
  /// large, or a program) loses its digest: the message still names it. Errors: `storage_unavailable`: not all are
  /// kept, so the delivery must not be acknowledged.
  boost::asio::awaitable<Result<void>> keep(std::string workspace, connectors::Delivery& delivery) const;

  /// The bytes of a file by their SHA-256. Errors: those of storage::BlobStore::get.
  boost::asio::awaitable<Result<std::string>> read(std::string workspace, std::string sha256) const;

 private:
  std::filesystem::path directory_;
  storage::BlobLimits limits_;
};

}  // namespace switchroom::webhooks
