// switchroom serve

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "gateway/cli/commands.hpp"

namespace switchroom::cli {
namespace {

struct Flags {
  std::string config;
  std::vector<std::string> set;
};

Exit serve(const Session& session, const Flags& flags) {
  ServeFlags told{flags.config, {}};
  for (const std::string& setting : flags.set) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos || equals == 0)
      return session.terminal.fail(Exit::wrong_usage, "--set " + setting + " has no value",
                                   "Write it as --set listen.port=8081.");
    told.settings.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
  }
  return static_cast<Exit>(session.serve(told));
}

}  // namespace

void add_serve(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* command = app.add_subcommand("serve", "Run the gateway and the router until TERM or INT");
  command->add_option("--config", flags->config,
                      "Settings, instead of $SWITCHROOM_CONFIG, ./switchroom.yaml or /etc/switchroom/switchroom.yaml");
  command->add_option("--set", flags->set, "PATH=VALUE: one setting, before environment and file; may be repeated")
      ->allow_extra_args(false);
  add_examples(*command, "switchroom serve --config config/samples/switchroom.yaml",
               "switchroom serve --set listen.port=8081 --set redis.url=unix:///run/redis/redis.sock");
  command->callback([&session, flags] { session.run = [&session, flags] { return serve(session, *flags); }; });
}

}  // namespace switchroom::cli
