#include "gateway/webhooks/file_keeper.hpp"

#include <algorithm>
#include <stop_token>

#include "storage/blobs/blob_store.hpp"
#include "storage/kafka/apart.hpp"

namespace switchroom::webhooks {
namespace {

using connectors::Attachment;
using connectors::Blob;

std::unexpected<Error> unavailable(std::string found) {
  return std::unexpected(
      Error{Fault::storage_unavailable, "blobs.directory", std::move(found), "a folder that can be written to"});
}

/// Whether some message may keep `blob` as a file of its own; takes the digest from those attachments that may not.
bool may_keep(const Blob& blob, const storage::BlobLimits& limits, connectors::Delivery& delivery) {
  bool kept = false;
  for (connectors::InboundMessage& message : delivery.messages)
    for (Attachment& attachment : message.media) {
      if (attachment.sha256 != blob.sha256) continue;
      if (storage::check_blob(blob.bytes.size(), attachment.mime_type, attachment.filename, limits))
        kept = true;
      else
        attachment.sha256.clear();
    }
  return kept;
}

/// A folder that can't be made is the same trouble as one that can't be written to.
Result<void> put_all(const std::filesystem::path& folder, const storage::BlobLimits& limits,
                     const std::vector<Blob>& blobs) {
  try {
    const storage::BlobStore store{folder, limits};
    for (const Blob& blob : blobs)
      if (const Result<std::string> name = store.put(blob.bytes); !name) return std::unexpected(name.error());
    return {};
  } catch (const std::filesystem::filesystem_error& error) {
    return unavailable(error.code().message());
  }
}

}  // namespace

FileKeeper::FileKeeper(std::filesystem::path directory, storage::BlobLimits limits)
    : directory_(std::move(directory)), limits_(limits) {}

boost::asio::awaitable<Result<void>> FileKeeper::keep(std::string workspace, connectors::Delivery& delivery) const {
  std::vector<Blob> blobs = std::exchange(delivery.blobs, {});
  std::erase_if(blobs, [&](const Blob& blob) { return !may_keep(blob, limits_, delivery); });
  if (blobs.empty()) co_return Result<void>{};
  if (directory_.empty()) co_return unavailable("nothing");
  std::move_only_function<Result<void>(std::stop_token)> work = [folder = directory_ / workspace, limits = limits_,
                                                                 blobs = std::move(blobs)](std::stop_token) {
    return put_all(folder, limits, blobs);
  };
  co_return co_await storage::run_apart(std::move(work));
}

boost::asio::awaitable<Result<std::string>> FileKeeper::read(std::string workspace, std::string sha256) const {
  const std::filesystem::path folder = directory_ / workspace;
  if (directory_.empty() || !std::filesystem::exists(folder))
    co_return std::unexpected(Error{Fault::not_found, "file", sha256, "the SHA-256 of a kept file"});
  std::move_only_function<Result<std::string>(std::stop_token)> work =
      [folder, limits = limits_, sha256](std::stop_token) { return storage::BlobStore{folder, limits}.get(sha256); };
  co_return co_await storage::run_apart(std::move(work));
}

}  // namespace switchroom::webhooks
