// switchroom token create | list | revoke

#include <fmt/format.h>
#include <openssl/rand.h>

#include <CLI/CLI.hpp>
#include <array>
#include <boost/json.hpp>
#include <chrono>
#include <memory>
#include <ostream>
#include <stdexcept>

#include "gateway/api/json_views.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/redis_settings.hpp"
#include "gateway/cli/settings.hpp"
#include "gateway/cli/token_store.hpp"

namespace switchroom::cli {
namespace {

constexpr std::size_t name_digits = 12;

struct Flags {
  std::string config;
  std::string workspace;
  std::string role;
  std::string agent;
  std::string label;
  std::string name;
  bool json = false;
};

/// Where the tokens are. The exit code if the settings are not valid, which has been told.
std::expected<TokenStore, Exit> open_store(const Terminal& terminal, const std::string& config) {
  const auto settings = load_settings(terminal, config);
  if (!settings) return std::unexpected(Exit::invalid);
  auto redis = redis_of(terminal, *settings, "switchroom-token");
  if (!redis) return std::unexpected(redis.error());
  return TokenStore{std::move(*redis)};
}

std::string random_token() {
  std::array<unsigned char, 32> random{};
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) throw std::runtime_error("no randomness");
  return api::make_token(random);
}

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

boost::json::object document_of(const StoredToken& token) {
  return {{"id", token.sha256.substr(0, name_digits)},
          {"workspace", token.record.workspace},
          {"role", word_of(role_names, token.record.role)},
          {"agent", token.record.agent},
          {"label", token.record.label},
          {"created", api::rfc3339(instant_of_ms(token.record.created_ms))}};
}

Exit create(const Terminal& terminal, const Flags& flags) {
  const auto role = from_word<Role>(role_names, flags.role);
  if (!role)
    return terminal.fail(Exit::wrong_usage, "there is no role '" + flags.role + "'",
                         "Roles: admin, supervisor, agent.");
  if (*role == Role::agent && flags.agent.empty())
    return terminal.fail(Exit::wrong_usage, "an agent's token needs --agent",
                         "Name the agent as the workspace document does: --agent ann.");
  auto store = open_store(terminal, flags.config);
  if (!store) return store.error();
  const std::string token = random_token();
  const StoredToken stored{api::sha256_hex(token), {flags.workspace, *role, flags.agent, flags.label, now_ms()}};
  if (const auto added = store->add(stored); !added) return redis_failed(terminal, added.error());
  boost::json::object document = document_of(stored);
  document["token"] = token;
  terminal.out << (flags.json ? boost::json::serialize(document) : token) << '\n';
  terminal.err << "This is the only time the token is shown. It acts as " << flags.role << " in workspace "
               << flags.workspace << ".\n";
  terminal.next_step("export SWITCHROOM_TOKEN=…, or keep it in a file and set SWITCHROOM_TOKEN_FILE");
  return Exit::done;
}

Exit list(const Terminal& terminal, const Flags& flags) {
  auto store = open_store(terminal, flags.config);
  if (!store) return store.error();
  const auto tokens = store->list();
  if (!tokens) return redis_failed(terminal, tokens.error());
  for (const StoredToken& token : *tokens) {
    if (flags.json)
      terminal.out << boost::json::serialize(document_of(token)) << '\n';
    else
      terminal.out << fmt::format("{}  {}  {:<10}  {:<10}  {:<10}  {}\n", token.sha256.substr(0, name_digits),
                                  api::rfc3339(instant_of_ms(token.record.created_ms)), token.record.workspace,
                                  word_of(role_names, token.record.role),
                                  token.record.agent.empty() ? "-" : token.record.agent, token.record.label);
  }
  if (tokens->empty()) terminal.err << "There is no token.\n";
  terminal.next_step(tokens->empty() ? "switchroom token create --role admin --workspace demo"
                                     : "switchroom token revoke ID");
  return Exit::done;
}

Exit revoke(const Terminal& terminal, const Flags& flags) {
  auto store = open_store(terminal, flags.config);
  if (!store) return store.error();
  const auto tokens = store->list();
  if (!tokens) return redis_failed(terminal, tokens.error());
  const std::string wanted = api::looks_like_token(flags.name) ? api::sha256_hex(flags.name) : flags.name;
  std::vector<std::string> found;
  for (const StoredToken& token : *tokens)
    if (wanted.size() >= name_digits && token.sha256.starts_with(wanted)) found.push_back(token.sha256);
  if (found.size() != 1)
    return terminal.fail(Exit::failed, "there is no token with this id", "See `switchroom token list`.");
  const auto removed = store->remove(found.front());
  if (!removed) return redis_failed(terminal, removed.error());
  terminal.err << "Revoked; within a second no server takes it any more.\n";
  return Exit::done;
}

void add_config_flag(CLI::App& command, Flags& flags) {
  command.add_option("--config", flags.config, "The server's settings, which tell where Redis is");
}

void add_create(CLI::App& token, Session& session, const std::shared_ptr<Flags>& flags) {
  CLI::App* command = token.add_subcommand("create", "Make a token and show it, this once");
  command->add_option("--role", flags->role, "admin, supervisor or agent")->required();
  command->add_option("--workspace", flags->workspace, "The only workspace that it can see")->required();
  command->add_option("--agent", flags->agent, "The agent whose it is (role agent)");
  command->add_option("--label", flags->label, "Who or what uses it");
  command->add_flag("--json", flags->json, "One JSON object");
  add_config_flag(*command, *flags);
  add_examples(*command, "switchroom token create --role admin --workspace demo",
               "switchroom token create --role agent --agent ann --workspace demo --label \"ann's console\"");
  command->callback(
      [&session, flags] { session.run = [&session, flags] { return create(session.terminal, *flags); }; });
}

void add_list(CLI::App& token, Session& session, const std::shared_ptr<Flags>& flags) {
  CLI::App* command = token.add_subcommand("list", "All tokens, without what they consist of");
  command->add_flag("--json", flags->json, "A JSON object a line");
  add_config_flag(*command, *flags);
  add_examples(*command, "switchroom token list", "switchroom token list --json");
  command->callback([&session, flags] { session.run = [&session, flags] { return list(session.terminal, *flags); }; });
}

void add_revoke(CLI::App& token, Session& session, const std::shared_ptr<Flags>& flags) {
  CLI::App* command = token.add_subcommand("revoke", "Take a token back");
  command->add_option("ID", flags->name, "What `switchroom token list` shows, or the token itself")->required();
  add_config_flag(*command, *flags);
  add_examples(*command, "switchroom token revoke 0123456789ab",
               "switchroom token revoke 0123456789ab --config config/samples/switchroom.yaml");
  command->callback(
      [&session, flags] { session.run = [&session, flags] { return revoke(session.terminal, *flags); }; });
}

}  // namespace

void add_token(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* token =
      app.add_subcommand("token", "Make, list and revoke the tokens of the API (needs Redis, not the server)");
  token->require_subcommand(1);
  add_create(*token, session, flags);
  add_list(*token, session, flags);
  add_revoke(*token, session, flags);
  add_examples(*token, "switchroom token create --role admin --workspace demo", "switchroom token list");
}

}  // namespace switchroom::cli
