// The program. Everything it can do is a command of gateway/cli; `serve` is wired here.

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "config/documents/process_document.hpp"
#include "gateway/cli/cli.hpp"
#include "gateway/cli/terminal.hpp"
#include "gateway/program/process.hpp"
#include "router/shard/preparations.hpp"

namespace {

using namespace switchroom;

int serve(const cli::ServeFlags& flags) {
  documents::ProcessSources sources{.environment = documents::process_environment()};
  if (!flags.config_file.empty()) sources.config_file = flags.config_file;
  for (const auto& [path, value] : flags.settings) sources.flags.push_back({path, value});
  auto loaded = documents::load_process(sources);
  if (!loaded) {
    for (const Error& error : loaded.error()) std::cerr << "switchroom: " << describe(error) << '\n';
    return 3;
  }
  program::Process process{std::move(*loaded)};
  return process.run();
}

int guarded_serve(const cli::ServeFlags& flags) {
  try {
    return serve(flags);
  } catch (const std::exception& failure) {
    std::cerr << "switchroom: " << failure.what() << '\n';
    return 1;
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a peer that is gone is an error of the write, not a reason to die
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const int exit = cli::run(arguments, cli::process_terminal(), guarded_serve);
  std::cout.flush();
  // A compiler that was left to itself still uses what is static: it stays until the process is gone.
  if (shard::Preparations::abandoned_any()) std::_Exit(exit);
  return exit;
}
