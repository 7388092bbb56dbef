// hiredis calls back for each value it has parsed; the callbacks below put it into the tree of replies. An array is
// sized when its length is known, so the address of an element stays while its own elements arrive.

#include "storage/redis/reply_reader.hpp"

#include <hiredis/read.h>

#include <cstddef>
#include <new>
#include <stdexcept>
#include <utility>

namespace switchroom::redis {
namespace {

constexpr int elements_max = 1 << 24;

Reply* slot_of(const redisReadTask* task) noexcept {
  if (task->parent == nullptr) return new (std::nothrow) Reply;
  return &static_cast<Reply*>(task->parent->obj)->elements[static_cast<std::size_t>(task->idx)];
}

Reply::Type type_of(const redisReadTask* task) noexcept {
  if (task->type == REDIS_REPLY_ERROR) return Reply::Type::error;
  return task->type == REDIS_REPLY_STATUS ? Reply::Type::status : Reply::Type::text;
}

// Fills a fresh slot. No exception may pass through C: lack of memory is a null pointer, which hiredis reports as an
// error.
template <class Fill>
void* filled(const redisReadTask* task, Fill fill) noexcept {
  Reply* slot = slot_of(task);
  if (slot == nullptr) return nullptr;
  try {
    fill(*slot);
    return slot;
  } catch (const std::exception&) {
    if (task->parent == nullptr) delete slot;
    return nullptr;
  }
}

void* create_string(const redisReadTask* task, char* bytes, std::size_t size) {
  return filled(task, [&](Reply& reply) {
    reply.type = type_of(task);
    reply.text.assign(bytes, size);
  });
}

void* create_array(const redisReadTask* task, int elements) {
  return filled(task, [&](Reply& reply) {
    if (elements < 0 || elements > elements_max) throw std::length_error("array");
    reply.type = Reply::Type::array;
    reply.elements.resize(static_cast<std::size_t>(elements));
  });
}

void* create_integer(const redisReadTask* task, long long value) {
  return filled(task, [&](Reply& reply) {
    reply.type = Reply::Type::integer;
    reply.integer = value;
  });
}

void* create_nil(const redisReadTask* task) {
  return filled(task, [](Reply&) {});
}

void free_reply(void* root) { delete static_cast<Reply*>(root); }

redisReplyObjectFunctions functions{create_string, create_array, create_integer, create_nil, free_reply};

}  // namespace

void ReplyReader::Free::operator()(redisReader* reader) const { redisReaderFree(reader); }

ReplyReader::ReplyReader() : reader_(redisReaderCreateWithFunctions(&functions)) {
  if (reader_ == nullptr) throw std::bad_alloc();
}

void ReplyReader::feed(std::string_view bytes) { redisReaderFeed(reader_.get(), bytes.data(), bytes.size()); }

Result<std::optional<Reply>> ReplyReader::next() {
  void* root = nullptr;
  if (redisReaderGetReply(reader_.get(), &root) != REDIS_OK)
    return std::unexpected(Error{Fault::storage_unavailable, "Redis", reader_->errstr, "a reply in RESP2"});
  if (root == nullptr) return std::nullopt;
  const std::unique_ptr<Reply> reply{static_cast<Reply*>(root)};
  return std::move(*reply);
}

}  // namespace switchroom::redis
