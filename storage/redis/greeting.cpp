#include "storage/redis/greeting.hpp"

#include <string>
#include <string_view>

namespace switchroom::redis {
namespace {

Command authenticate(std::string_view username, std::string_view password) {
  return username.empty() ? Command{"AUTH", password} : Command{"AUTH", username, password};
}

std::string_view first_set(std::string_view first, std::string_view second) { return first.empty() ? second : first; }

// Who may not read the configuration can still use a Redis of which nothing is asked.
bool may_be_refused(const Reply& reply, Durability wanted) {
  return wanted == Durability::memory && reply.text.starts_with("NOPERM");
}

}  // namespace

std::vector<Command> greeting(const Address& address, const Settings& settings,
                              std::span<const Script* const> scripts) {
  std::vector<Command> commands;
  const std::string_view password = first_set(settings.password, address.password);
  if (!password.empty()) commands.push_back(authenticate(first_set(settings.username, address.username), password));
  if (address.database != 0) commands.push_back({"SELECT", std::to_string(address.database)});
  commands.push_back({"CLIENT", "SETNAME", settings.client_name});
  commands.push_back({"INFO"});
  commands.push_back({"CONFIG", "GET", "*append*"});
  for (const Script* script : scripts) commands.push_back({"SCRIPT", "LOAD", script->source});
  return commands;
}

Result<void> judge(std::span<const Reply> replies, const Settings& settings) {
  ServerWords words;
  for (const Reply& reply : replies) {
    if (reply.is_error() && !may_be_refused(reply, settings.durability))
      return std::unexpected(Error{Fault::storage_unavailable, "Redis", reply.text, "a server that takes us in"});
    add_words(reply, words);
  }
  if (auto weak = weakness(words, settings.durability, settings.replicas)) return std::unexpected(std::move(*weak));
  return {};
}

}  // namespace switchroom::redis
