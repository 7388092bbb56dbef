#pragma once
// Names of kept bytes, and which bytes are kept. Pure: any thread.

#include <cstddef>
#include <string>
#include <string_view>

#include "config/vocabulary/error.hpp"

namespace switchroom::storage {

/// What may be kept.
struct BlobLimits {
  std::size_t bytes_max = 25U << 20;
  bool keeps_programs = false;  ///< whether files that a computer would run are kept too
};

/// Whether `name` is a SHA-256 in lower-case hex, and so can't be a path.
bool is_blob_name(std::string_view name);

/// Where a blob lies below the store's folder: `ab/cd/abcd…`, so that no folder grows beyond measure. `name` must be
/// one.
std::string path_of_blob(std::string_view name);

/// Whether a file may be kept: `bytes` long, of the media type and with the name that its sender wrote (both may be
/// empty). Errors: `payload_too_large`; `forbidden` for programs by their type or by any ending in the name
/// (`bill.pdf.exe`).
Result<void> check_blob(std::size_t bytes, std::string_view media_type, std::string_view file_name,
                        const BlobLimits& limits);

}  // namespace switchroom::storage
