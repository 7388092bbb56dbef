#include "gateway/server/desk.hpp"

#include <algorithm>

namespace switchroom::server {
namespace {

constexpr std::size_t bytes_least = 16 * 1024;

}  // namespace

Desk::Desk(std::size_t header_bytes_max)
    : bytes_max(std::max(bytes_least, header_bytes_max + behind_head_bytes)),
      bytes(std::make_unique<char[]>(bytes_max + spare_bytes)) {}

DeskPool::Lease DeskPool::lend() {
  if (free_.empty()) return Lease{new Desk{header_bytes_max_}, GiveBack{this}};
  Lease lease{free_.back().release(), GiveBack{this}};
  free_.pop_back();
  return lease;
}

void DeskPool::give_back(Desk* desk) {
  std::unique_ptr<Desk> owned{desk};
  owned->body = {};
  if (free_.size() == kept_max) return;
  if (free_.capacity() == 0) free_.reserve(kept_max);  // in full, so that giving back never throws afterwards
  free_.push_back(std::move(owned));
}

}  // namespace switchroom::server
