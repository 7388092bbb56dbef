#include "gateway/cli/terminal.hpp"

#include <unistd.h>

#include <iostream>

#include "gateway/operate/log_text.hpp"

namespace switchroom::cli {

std::optional<std::string> Terminal::environment(std::string_view name) const {
  for (const documents::Assignment& variable : variables)
    if (variable.name == name && !variable.value.empty()) return variable.value;
  return std::nullopt;
}

void Terminal::next_step(std::string_view text) const {
  if (err_is_terminal) err << "Next: " << text << '\n';
}

Exit Terminal::fail(Exit exit, std::string_view what, std::string_view remedy) const {
  err << "switchroom: " << what << '\n';
  if (!remedy.empty()) err << "  " << remedy << '\n';
  return exit;
}

Exit Terminal::fail(Exit exit, const Error& error) const {
  const FaultRow& row = row_of(error.fault);
  std::string what = describe(error);
  if (what != row.title) what = std::string{row.title} + ": " + what;
  return fail(exit, what, row.remedy);
}

Terminal process_terminal() {
  return {
      std::cin, std::cout, std::cerr, isatty(0) == 1, isatty(1) == 1, isatty(2) == 1, documents::process_environment()};
}

std::string quoted(std::string_view text) {
  std::string line;
  operate::append_log_text(text, line);
  return line;
}

}  // namespace switchroom::cli
