#include "storage/redis/durability.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace switchroom::redis {
namespace {

void add_info(std::string_view info, ServerWords& words) {
  while (!info.empty()) {
    const std::string_view line = info.substr(0, info.find("\r\n"));
    info.remove_prefix(std::min(info.size(), line.size() + 2));
    const auto colon = line.find(':');
    if (colon != std::string_view::npos)
      words.insert_or_assign(std::string{line.substr(0, colon)}, line.substr(colon + 1));
  }
}

std::string_view word(const ServerWords& words, std::string_view name) {
  const auto found = words.find(name);
  return found == words.end() ? std::string_view{"unknown (CONFIG GET or INFO refused?)"} : found->second;
}

Error weak(const ServerWords& words, std::string_view name, std::string_view wanted) {
  return {Fault::storage_not_durable, fmt::format("Redis setting {}", name), std::string{word(words, name)},
          std::string{wanted}};
}

std::optional<Error> too_few_replicas(const ServerWords& words, unsigned wanted) {
  const std::string_view text = word(words, "connected_slaves");
  unsigned connected = 0;
  std::from_chars(text.data(), text.data() + text.size(), connected);
  if (connected >= wanted) return std::nullopt;
  return weak(words, "connected_slaves", fmt::format("{} or more", wanted));
}

}  // namespace

void add_words(const Reply& reply, ServerWords& words) {
  if (reply.type == Reply::Type::text) add_info(reply.text, words);
  for (std::size_t i = 0; i + 1 < reply.elements.size(); i += 2)
    words.insert_or_assign(reply.elements[i].text, reply.elements[i + 1].text);
}

std::optional<Error> weakness(const ServerWords& words, Durability wanted, unsigned replicas) {
  const auto is = [&](std::string_view name, std::string_view value) { return word(words, name) == value; };
  if (!is("role", "master")) return weak(words, "role", "master");
  if (!is("maxmemory_policy", "noeviction")) return weak(words, "maxmemory_policy", "noeviction");
  if (wanted == Durability::memory) return std::nullopt;

  if (!is("appendonly", "yes")) return weak(words, "appendonly", "yes");
  const bool always = is("appendfsync", "always");
  if (wanted == Durability::process)
    return always || is("appendfsync", "everysec") ? std::nullopt
                                                   : std::optional{weak(words, "appendfsync", "everysec or always")};
  if (!always) return weak(words, "appendfsync", "always");
  if (!is("no-appendfsync-on-rewrite", "no")) return weak(words, "no-appendfsync-on-rewrite", "no");
  return wanted == Durability::replicated ? too_few_replicas(words, replicas) : std::nullopt;
}

}  // namespace switchroom::redis
