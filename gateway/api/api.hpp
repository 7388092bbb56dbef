#pragma once
// The HTTP API of consoles and administrators: everything below /v1 but the documents. One object for each I/O thread.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <expected>
#include <memory>
#include <string_view>
#include <utility>

#include "gateway/api/backend.hpp"
#include "gateway/api/failed_attempts.hpp"
#include "gateway/server/handler.hpp"

namespace switchroom::api {

class Api {
 public:
  /// `backend` is this thread's and outlives the object. `failed` may be shared with the other threads' objects: then
  /// the limit holds for all of them together.
  explicit Api(Backend& backend, std::shared_ptr<FailedAttempts> failed = std::make_shared<FailedAttempts>())
      : backend_(backend), failed_(std::move(failed)) {}

  /// Whether a path belongs here.
  static bool serves(std::string_view path) { return path.starts_with("/v1/"); }

  /// By the head alone: the most bytes of body that may follow, or why the request is refused (no such path, another
  /// method).
  std::expected<std::size_t, server::Reply> admit(const server::Call& call) const;

  /// The same for somebody who is known already.
  boost::asio::awaitable<server::Reply> answer_as(server::Call call, TokenRecord who);

  /// Authenticates, checks the role, runs the resource. `now` counts failed attempts.
  boost::asio::awaitable<server::Reply> answer(server::Call call, std::chrono::steady_clock::time_point now);

 private:
  boost::asio::awaitable<Result<TokenRecord>> authenticate(const server::Call& call);
  server::Reply refuse_stranger(const server::Call& call, const Error& error,
                                std::chrono::steady_clock::time_point now);

  Backend& backend_;
  std::shared_ptr<FailedAttempts> failed_;
};

}  // namespace switchroom::api
