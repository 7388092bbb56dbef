// switchroom config show: the settings that `switchroom serve` would use, and where each comes from.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <ostream>

#include "gateway/cli/commands.hpp"
#include "gateway/cli/settings.hpp"

namespace switchroom::cli {
namespace {

struct Flags {
  std::string config;
  bool effective = false;
  bool json = false;
};

std::string line_of(const documents::EffectiveSetting& setting, bool json) {
  if (!json) return fmt::format("{:<32} {:<40} # {}", setting.path, setting.value, setting.source);
  return boost::json::serialize(
      boost::json::object{{"path", setting.path}, {"value", setting.value}, {"source", setting.source}});
}

Exit show(const Terminal& terminal, const Flags& flags) {
  const auto loaded = load_process(terminal, flags.config);
  if (!loaded) return Exit::invalid;
  for (const documents::EffectiveSetting& setting : loaded->effective)
    if (flags.effective || setting.source != "default") terminal.out << line_of(setting, flags.json) << '\n';
  if (!flags.effective) terminal.next_step("switchroom config show --effective lists the defaults too");
  return Exit::done;
}

}  // namespace

void add_config(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* config = app.add_subcommand("config", "Show the settings of the process");
  config->require_subcommand(1);
  CLI::App* command = config->add_subcommand("show", "The settings that `serve` would use, and where each comes from");
  command->add_option("--config", flags->config, "The file, instead of the usual places");
  command->add_flag("--effective", flags->effective, "Those that nobody set too");
  command->add_flag("--json", flags->json, "A JSON object a line");
  add_examples(*config, "switchroom config show", "switchroom config show --effective --json");
  add_examples(*command, "switchroom config show", "switchroom config show --effective --json");
  command->callback([&session, flags] { session.run = [&session, flags] { return show(session.terminal, *flags); }; });
}

}  // namespace switchroom::cli
