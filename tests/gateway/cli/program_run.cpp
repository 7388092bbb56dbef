#include "program_run.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "gateway/cli/cli.hpp"

namespace switchroom::cli {
namespace {

int serve_nothing(const ServeFlags& flags) {
  if (flags.config_file != "good.yaml") return 3;
  return flags.settings == std::vector<std::pair<std::string, std::string>>{{"listen.port", "8081"}} ? 0 : 1;
}

}  // namespace

ProgramRun switchroom(const std::vector<std::string>& arguments, const Around& around) {
  std::istringstream in{around.in};
  std::ostringstream out;
  std::ostringstream err;
  std::vector<documents::Assignment> variables;
  for (const auto& [name, value] : around.variables) variables.push_back({name, value});
  const Terminal terminal{in, out, err, around.terminal, around.terminal, around.terminal, variables};
  const int exit = run(arguments, terminal, serve_nothing);
  return {exit, out.str(), err.str()};
}

TemporaryFile::TemporaryFile(const std::string& text) : path_("/tmp/switchroom-test-XXXXXX") {
  const int file = mkstemp(path_.data());
  if (file < 0) throw std::runtime_error("no temporary file");
  ::close(file);
  std::ofstream{path_} << text;
}

TemporaryFile::~TemporaryFile() { ::unlink(path_.c_str()); }

std::string text_of(const std::string& path) {
  std::ifstream file{path};
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t place = text.find(from);
  if (place == std::string::npos) throw std::invalid_argument("not there: " + from);
  return text.replace(place, from.size(), to);
}

}  // namespace switchroom::cli
