#include "gateway/cli/candidate.hpp"

#include <ostream>

#include "gateway/api/document_check.hpp"
#include "gateway/cli/remote.hpp"

namespace switchroom::cli {

std::expected<Candidate, Exit> read_candidate(const Terminal& terminal, const std::string& file) {
  const auto text = read_file(file, terminal.in);
  if (!text) return std::unexpected(terminal.fail(Exit::failed, text.error()));
  documents::CheckedWorkspace checked = api::check_document(*text, file);
  for (const Error& error : checked.errors) terminal.err << "error: " << describe(error) << '\n';
  for (const Error& warning : checked.warnings) terminal.err << "warning: " << describe(warning) << '\n';
  if (!checked.errors.empty())
    return std::unexpected(terminal.fail(Exit::invalid, file + " is not valid; nothing was changed"));
  return Candidate{*text, std::move(*checked.workspace)};
}

}  // namespace switchroom::cli
