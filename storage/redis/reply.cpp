#include "storage/redis/reply.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace switchroom::redis {
namespace {

// Sources: "Redis error replies" in the RESP specification; redis.conf; Redis Cluster specification.
constexpr std::array<std::string_view, 3> reconnect_codes{"NOSCRIPT", "READONLY", "NOAUTH"};
constexpr std::array<std::string_view, 14> refusal_codes{
    "OOM",   "MISCONF", "NOREPLICAS", "BUSY",        "LOADING", "TRYAGAIN",  "MASTERDOWN",
    "MOVED", "ASK",     "CROSSSLOT",  "CLUSTERDOWN", "NOPERM",  "UNBLOCKED", "NOGOODSLAVE"};

std::string_view code_of(const Reply& reply) { return std::string_view{reply.text}.substr(0, reply.text.find(' ')); }

bool names(const auto& codes, std::string_view code) { return std::ranges::find(codes, code) != codes.end(); }

}  // namespace

Result<Reply> checked(Reply reply) {
  if (!reply.is_error()) return reply;
  const std::string_view code = code_of(reply);
  const bool refused = names(refusal_codes, code) || names(reconnect_codes, code);
  return std::unexpected(Error{.fault = refused ? Fault::storage_unavailable : Fault::internal,
                               .where = "Redis",
                               .found = std::move(reply.text),
                               .expected = refused ? "a Redis that takes writes" : ""});
}

bool asks_for_reconnect(const Reply& reply) { return reply.is_error() && names(reconnect_codes, code_of(reply)); }

}  // namespace switchroom::redis
